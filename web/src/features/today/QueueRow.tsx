// One open item: its knot on the thread, what it is, when it is due.

import { formatDay } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Knot } from "../../ui/Thread.tsx";
import { GridCell } from "../../ui/VirtualGrid.tsx";
import style from "./QueueRow.module.css";
import type { ItemRow } from "./rows.ts";

export function QueueRow({ row: { interaction, tone, isFirst, isLast } }: { row: ItemRow }) {
  const t = useText();
  const due = interaction.due_on ?? interaction.scheduled_on;
  const line = tone === "overdue" ? "past" : "planned";
  return (
    <div className={style.row}>
      <Knot type={interaction.type} tone={tone} before={isFirst ? "none" : line} after={isLast ? "none" : line} />
      <GridCell className={style.subject}>{interaction.title}</GridCell>
      <GridCell className={style.due}>
        {interaction.reschedule_count > 1 && (
          <span className={style.moved}>{t("today.moved", { count: interaction.reschedule_count })}</span>
        )}
        {due != null && (
          <time data-tone={tone} dateTime={due}>
            {formatDay(due, formatLocale())}
          </time>
        )}
      </GridCell>
    </div>
  );
}
