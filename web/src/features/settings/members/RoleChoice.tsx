// The four roles with what each may do.

import type { Role } from "@onward/client";
import { useText } from "../../../i18n/text.tsx";
import { Choices } from "../../../ui/Choices.tsx";

const ROLES = ["rep", "manager", "owner", "viewer"] as const satisfies Role[];

interface RoleChoiceProps {
  value: Role;
  onChange: (role: Role) => void;
}

export function RoleChoice({ value, onChange }: RoleChoiceProps) {
  const t = useText();
  return (
    <Choices
      name="role"
      label={t("settings.role")}
      value={value}
      options={ROLES.map((id) => ({ id, label: t(`settings.role.${id}`), help: t(`settings.role.${id}.help`) }))}
      onChange={(chosen) => onChange(ROLES.find((role) => role === chosen) ?? value)}
    />
  );
}
