// The name of the tenant that one works in; with several memberships also the way to another.

import { ChevronsUpDown } from "lucide-react";
import { useSession, useSwitchTenant } from "../../api/session.ts";
import { forgetUndo } from "../../core/undo.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { Menu, MenuGroup, MenuItem } from "../../ui/Menu.tsx";
import style from "./TenantSwitch.module.css";

export function TenantSwitch({ isNarrow }: { isNarrow: boolean }) {
  const t = useText();
  const { memberships, current } = useSession();
  const switchTo = useSwitchTenant();
  if (current === null) return null;
  if (memberships.length < 2) {
    return (
      <p className={style.alone} title={current.tenant_name}>
        {isNarrow ? initial(current.tenant_name) : current.tenant_name}
      </p>
    );
  }
  return (
    <Menu
      label={t("app.tenants")}
      trigger={
        <Button aria-label={t("app.tenantNow", { name: current.tenant_name })} isWide>
          <span className={style.name}>{isNarrow ? initial(current.tenant_name) : current.tenant_name}</span>
          {!isNarrow && <ChevronsUpDown size={14} aria-hidden />}
        </Button>
      }
    >
      <MenuGroup
        label={t("app.tenants")}
        selectionMode="single"
        selectedKeys={[current.tenant_slug]}
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
    </Menu>
  );
}

function initial(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? "";
}
