// The tenants that one belongs to, as a part of a menu.

import { useRouter } from "@tanstack/react-router";
import { explain } from "../../api/problems.ts";
import { useSession, useSwitchTenant } from "../../api/session.ts";
import { composing } from "../../core/composing.ts";
import { newKey } from "../../core/random.ts";
import { showToast } from "../../core/toasts.ts";
import { forgetUndo } from "../../core/undo.ts";
import { useText } from "../../i18n/text.tsx";
import { MenuGroup, MenuItem } from "../../ui/Menu.tsx";
import { showOverlay } from "./overlays.ts";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** Made by a change of the tenant. */
    change?: string;
  }
}

/** Nothing for somebody who belongs to one only. */
export function TenantGroup() {
  const t = useText();
  const { memberships, current } = useSession();
  const change = useChange();
  if (memberships.length < 2) return null;
  return (
    <MenuGroup
      title={t("app.tenants")}
      selectionMode="single"
      selectedKeys={current === null ? [] : [current.tenant_slug]}
      onSelectionChange={(keys) => {
        const [first] = keys === "all" ? [] : keys;
        if (first !== undefined) void change(String(first));
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

let latest = "";

/** To the same place in the other tenant, without what the address names: that is of this one. Whoever is asked about
 * what they have not saved, and stays, stays in this tenant too; and so does everybody until the server has agreed. */
function useChange(): (slug: string) => Promise<void> {
  const router = useRouter();
  const switchTo = useSwitchTenant();
  return async (slug) => {
    const change = newKey();
    latest = change;
    try {
      const enter = await switchTo(slug);
      if (latest !== change) return;
      const [, place] = router.latestLocation.pathname.split("/");
      await router.navigate({ to: `/${place}`, state: { change } });
      if (router.latestLocation.state.change !== change) return;
      await enter();
      forgetUndo();
      composing.set(null);
      showOverlay(null);
    } catch (error) {
      showToast(explain(error), { tone: "failure" });
    }
  };
}
