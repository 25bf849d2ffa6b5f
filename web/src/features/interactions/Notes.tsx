// The newest notes about the customer.

import { useQuery } from "@tanstack/react-query";
import { useMemberName, useZone } from "../../api/tenant.ts";
import { formatInstant } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import style from "./Detail.module.css";
import { notesQuery } from "./queries.ts";

export function Notes({ customerId }: { customerId: string }) {
  const t = useText();
  const zone = useZone();
  const nameOf = useMemberName();
  const { data, error, refetch } = useQuery(notesQuery(customerId));
  if (error !== null && data === undefined)
    return <ErrorPanel error={error} title={t("interactions.notesFailed")} onRetry={() => void refetch()} />;
  if (data === undefined || data.length === 0) return null;
  return (
    <section className={style.section}>
      <h2 className={style.heading}>{t("interactions.notes")}</h2>
      <ul className={style.notes}>
        {data.map((note) => (
          <li key={note.id}>
            <p className={style.description}>{note.body}</p>
            <p className={style.faint}>
              {nameOf(note.author_id) ?? t("interactions.somebody")},{" "}
              <time dateTime={note.created_at}>{formatInstant(note.created_at, zone, formatLocale())}</time>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
