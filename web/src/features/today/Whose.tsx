// Whose day is shown: one's own, another member's, or what nobody has.

import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useSession } from "../../api/session.ts";
import { peopleQuery } from "../../api/tenant.ts";
import { useText } from "../../i18n/text.tsx";
import { Select } from "../../ui/Select.tsx";
import style from "./Head.module.css";
import type { TodaySearch } from "./routes.ts";

export default function Whose({ whose }: { whose: string }) {
  const t = useText();
  const navigate = useNavigate({ from: "/today" });
  const { current } = useSession();
  const { data: people = [] } = useQuery(peopleQuery);
  const others = people.filter(({ id, is_active }) => is_active && id !== current?.member_id);
  if (others.length === 0) return null;
  const options = [
    { id: "me", label: t("today.mine") },
    ...others.map(({ id, name }) => ({ id, label: name })),
    { id: "none", label: t("today.nobodys") },
  ];
  const choose = (of: string) => void navigate({ search: (before: TodaySearch) => ({ ...before, of }), replace: true });
  return (
    <div className={style.whose}>
      <Select
        label={t("today.whose")}
        options={options}
        value={whose === current?.member_id ? "me" : whose}
        onChange={(key) => choose(String(key))}
      />
    </div>
  );
}
