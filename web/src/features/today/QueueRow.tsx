// One open item: its knot on the thread, whom it is with, what it is, when it is due.

import type { Interaction } from "@onward/client";
import { formatDay } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Knot } from "../../ui/Thread.tsx";
import style from "./QueueRow.module.css";

interface QueueRowProps {
  interaction: Interaction;
  tone: "overdue" | "upcoming";
  isFirst: boolean;
  isLast: boolean;
}

export function QueueRow({ interaction, tone, isFirst, isLast }: QueueRowProps) {
  const t = useText();
  const due = interaction.due_on ?? interaction.scheduled_on;
  return (
    <li className={style.row}>
      <Knot
        type={interaction.type}
        tone={tone}
        before={isFirst ? "none" : tone === "overdue" ? "past" : "planned"}
        after={isLast ? "none" : tone === "overdue" ? "past" : "planned"}
      />
      <span className={style.subject}>{interaction.title}</span>
      {interaction.reschedule_count > 1 && (
        <span className={style.moved}>{t("today.moved", { count: interaction.reschedule_count })}</span>
      )}
      {due !== null && due !== undefined && (
        <time className={style.due} data-tone={tone} dateTime={due}>
          {formatDay(due, formatLocale())}
        </time>
      )}
    </li>
  );
}
