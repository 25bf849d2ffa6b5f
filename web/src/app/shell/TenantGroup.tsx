// The tenants that one belongs to, as a part of a menu.

import { useSession, useSwitchTenant } from "../../api/session.ts";
import { forgetUndo } from "../../core/undo.ts";
import { useText } from "../../i18n/text.tsx";
import { MenuGroup, MenuItem } from "../../ui/Menu.tsx";

/** Nothing for somebody who belongs to one only. */
export function TenantGroup() {
  const t = useText();
  const { memberships, current } = useSession();
  const switchTo = useSwitchTenant();
  if (memberships.length < 2) return null;
  return (
    <MenuGroup
      title={t("app.tenants")}
      selectionMode="single"
      selectedKeys={current === null ? [] : [current.tenant_slug]}
      onSelectionChange={(keys) => {
        const [first] = keys === "all" ? [] : keys;
        if (first === undefined) return;
        forgetUndo();
        void switchTo(String(first));
      }}
    >
      {memberships.map(({ tenant_slug, tenant_name }) => (
        <MenuItem key={tenant_slug} id={tenant_slug}>
          {tenant_name}
        </MenuItem>
      ))}
    </MenuGroup>
  );
}
