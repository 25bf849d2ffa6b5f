// Whose customers, and in which state.

import { useQuery } from "@tanstack/react-query";
import { peopleQuery } from "../../api/tenant.ts";
import { useText } from "../../i18n/text.tsx";
import { Select } from "../../ui/Select.tsx";
import type { CustomersSearch } from "./routes.ts";

const STATUSES = ["active", "paused", "closed"] as const;
const ALL = "all";

interface CustomerSelectsProps {
  search: CustomersSearch;
  onNarrow: (change: Partial<CustomersSearch>) => void;
}

export default function CustomerSelects({ search, onNarrow }: CustomerSelectsProps) {
  const t = useText();
  const statuses = STATUSES.map((id) => ({ id, label: t(`customers.status.${id}`) }));
  return (
    <>
      <Owner owner={search.owner} onChange={(owner) => onNarrow({ owner })} />
      <Select
        label={t("customers.status")}
        options={[{ id: ALL, label: t("customers.anyStatus") }, ...statuses]}
        selectedKey={search.status ?? ALL}
        onSelectionChange={(key) => onNarrow({ status: STATUSES.find((status) => status === key) })}
      />
    </>
  );
}

function Owner({ owner, onChange }: { owner: string | undefined; onChange: (owner: string | undefined) => void }) {
  const t = useText();
  const { data: people = [] } = useQuery(peopleQuery);
  const members = people
    .filter(({ id, is_active }) => is_active || id === owner)
    .map(({ id, name }) => ({ id, label: name }));
  const options = [
    { id: ALL, label: t("customers.anyOwner") },
    { id: "me", label: t("customers.ownerMe") },
    { id: "none", label: t("customers.ownerNone") },
    ...members,
  ];
  return (
    <Select
      label={t("customers.owner")}
      options={options}
      selectedKey={owner ?? ALL}
      onSelectionChange={(key) => onChange(key === ALL || key === null ? undefined : String(key))}
    />
  );
}
