// When an open item is due. The day is the server's; here it is only written.

import type { Interaction } from "@onward/client";
import { useZone } from "../../api/tenant.ts";
import { formatDay, formatTime } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import style from "./NextStep.module.css";

type Dated = Pick<
  Interaction,
  "scheduled_at" | "scheduled_on" | "scheduled_all_day" | "due_at" | "due_on" | "due_all_day"
> & { is_overdue?: boolean };

/** The short form leaves out by when something is due that is planned for a day. */
export function Due({ interaction, isShort = false }: { interaction: Dated; isShort?: boolean }) {
  const t = useText();
  const zone = useZone();
  const isLate = interaction.is_overdue === true;
  const planned = momentOf(interaction, "scheduled", zone);
  const due = momentOf(interaction, "due", zone);
  const words = () => {
    if (isLate) return t("customers.overdueSince", { day: due ?? planned ?? "" });
    if (planned === null || due === null || planned === due || isShort) return planned ?? due ?? t("customers.anyTime");
    if (interaction.scheduled_on === interaction.due_on && interaction.due_all_day)
      return t("customers.plannedAndDueThen", { planned });
    return t("customers.plannedAndDue", { planned, due });
  };
  return (
    <time
      className={style.due}
      data-tone={isLate ? "overdue" : undefined}
      dateTime={interaction.scheduled_at ?? interaction.due_at ?? undefined}
    >
      {words()}
    </time>
  );
}

function momentOf(dated: Dated, which: "scheduled" | "due", zone: string): string | null {
  const on = dated[`${which}_on`];
  const at = dated[`${which}_at`];
  if (on === null || at === null) return null;
  const day = formatDay(on, formatLocale());
  return dated[`${which}_all_day`] ? day : `${day}, ${formatTime(at, zone, formatLocale())}`;
}
