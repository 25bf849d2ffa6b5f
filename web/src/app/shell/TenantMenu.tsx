// The menu under the tenant's name.

import type { ReactNode } from "react";
import { useText } from "../../i18n/text.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { TenantGroup } from "./TenantGroup.tsx";

export default function TenantMenu({ trigger }: { trigger: ReactNode }) {
  const t = useText();
  return (
    <Menu label={t("app.tenants")} trigger={trigger}>
      <TenantGroup />
    </Menu>
  );
}
