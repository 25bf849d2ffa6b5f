// What happened to an interaction, the newest last: a piece of the thread.

import type { Event, Interaction } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { useMemberName, useOutcomeLabel, useZone } from "../../api/tenant.ts";
import { formatInstant } from "../../core/format.ts";
import type { MessageId } from "../../i18n/ids.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import style from "./Detail.module.css";
import { historyQuery } from "./queries.ts";

export function History({ interaction }: { interaction: Interaction }) {
  const t = useText();
  const zone = useZone();
  const { data = [], error, refetch } = useQuery(historyQuery(interaction.id));
  const words = useEventWords();
  if (error !== null && data.length === 0)
    return <ErrorPanel error={error} title={t("interactions.historyFailed")} onRetry={() => void refetch()} />;
  return (
    <section className={style.section}>
      <h2 className={style.heading}>{t("interactions.history")}</h2>
      <ol className={style.history}>
        {data.map((event) => (
          <li key={event.id}>
            <span className={style.bead} aria-hidden />
            <span>
              {words(event)}
              {event.kind === "interaction.created" && interaction.explanation !== null && (
                <span className={style.why}>{interaction.explanation}</span>
              )}
            </span>
            <time className={style.faint} dateTime={event.at}>
              {formatInstant(event.at, zone, formatLocale())}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}

const WORDS: Record<string, MessageId> = {
  "interaction.created": "interactions.event.created",
  "interaction.logged": "interactions.event.logged",
  "interaction.started": "interactions.event.started",
  "interaction.rescheduled": "interactions.event.rescheduled",
  "interaction.assigned": "interactions.event.assigned",
  "interaction.completed": "interactions.event.completed",
  "interaction.skipped": "interactions.event.skipped",
  "interaction.cancelled": "interactions.event.cancelled",
  "interaction.undone": "interactions.event.undone",
  "interaction.withdrawn": "interactions.event.withdrawn",
};

/** "Ben moved it from Tue 24 Nov to Fri 27 Nov". */
function useEventWords(): (event: Event) => string {
  const t = useText();
  const zone = useZone();
  const nameOf = useMemberName();
  const outcomeLabel = useOutcomeLabel();
  const moment = (values: Event["new"]) => {
    const at = values?.due_at ?? values?.scheduled_at;
    return typeof at === "string" ? formatInstant(at, zone, formatLocale()) : t("interactions.noDate");
  };
  return ({ kind, actor_id, old, new: now }) => {
    const assignee = typeof now?.assignee_id === "string" ? nameOf(now.assignee_id) : undefined;
    const outcome = typeof now?.outcome === "string" ? outcomeLabel(now.outcome) : "";
    return t(WORDS[kind] ?? "interactions.event.updated", {
      name: nameOf(actor_id) ?? t("interactions.onward"),
      from: moment(old),
      to: moment(now),
      assignee: assignee ?? t("interactions.nobody"),
      outcome,
    });
  };
}
