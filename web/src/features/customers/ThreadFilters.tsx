// Which knots of the thread are shown. The address holds it.

import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { peopleQuery, typesQuery } from "../../api/tenant.ts";
import { useText } from "../../i18n/text.tsx";
import { Select } from "../../ui/Select.tsx";
import { KINDS } from "./kinds.ts";

const here = getRouteApi("/inside/customers/$customerId");
const ALL = "all";

/** What is shown: everything, one kind of entry, or interactions of one type. */
export default function ThreadFilters() {
  const t = useText();
  const search = here.useSearch();
  const { customerId } = here.useParams();
  const navigate = useNavigate();
  const { data: types = [] } = useQuery(typesQuery);
  const { data: people = [] } = useQuery(peopleQuery);
  const narrow = (change: Partial<typeof search>) =>
    void navigate({
      to: "/customers/$customerId",
      params: { customerId },
      search: { ...search, ...change },
      replace: true,
      resetScroll: false,
    });
  const kinds = KINDS.map((kind) => ({ id: `kind ${kind}`, label: t(`customers.kind.${kind}`) }));
  const ofTypes = types.map(({ key, label }) => ({ id: `type ${key}`, label }));
  const shown = search.type !== undefined ? `type ${search.type}` : search.kind ? `kind ${search.kind}` : ALL;
  const choose = (choice: string) => {
    const [of, value] = choice.split(" ");
    narrow({
      kind: of === "kind" ? KINDS.find((kind) => kind === value) : undefined,
      type: of === "type" ? value : undefined,
    });
  };
  return (
    <>
      <Select
        label={t("customers.show")}
        hidesLabel
        options={[{ id: ALL, label: t("customers.showAll") }, ...kinds, ...ofTypes]}
        selectedKey={shown}
        onSelectionChange={(key) => choose(String(key))}
      />
      <Select
        label={t("customers.byWhom")}
        hidesLabel
        options={[{ id: ALL, label: t("customers.byAnybody") }, ...people.map(({ id, name }) => ({ id, label: name }))]}
        selectedKey={search.member ?? ALL}
        onSelectionChange={(key) => narrow({ member: key === ALL || key === null ? undefined : String(key) })}
      />
    </>
  );
}
