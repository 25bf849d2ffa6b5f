// The menu under the tenant's name.

import type { ReactNode } from "react";
import { useText } from "../../i18n/text.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { TenantGroup } from "./TenantGroup.tsx";

interface TenantMenuProps {
  trigger: ReactNode;
  isOpenAtFirst: boolean;
}

export default function TenantMenu({ trigger, isOpenAtFirst }: TenantMenuProps) {
  const t = useText();
  return (
    <Menu label={t("app.tenants")} trigger={trigger} isOpenAtFirst={isOpenAtFirst}>
      <TenantGroup />
    </Menu>
  );
}
