// When an interaction is planned and due: in one's own zone, and beside it what the customer's clock shows then.

import type { Interaction } from "@onward/client";
import { useZone } from "../../api/tenant.ts";
import { formatDay, formatInstant, formatTime } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import style from "./Detail.module.css";

export function When({ interaction }: { interaction: Interaction }) {
  const t = useText();
  const { due_at, due_on, due_all_day, scheduled_at, scheduled_on, scheduled_all_day, customer } = interaction;
  const theirs = customer?.timezone ?? null;
  if (due_at == null && scheduled_at == null) return <p className={style.when}>{t("interactions.noDate")}</p>;
  return (
    <p className={style.when}>
      {scheduled_at != null && (
        <Moment
          label={t("interactions.planned")}
          at={scheduled_at}
          day={scheduled_on}
          isAllDay={scheduled_all_day}
          theirs={theirs}
        />
      )}
      {due_at != null && (
        <Moment label={t("interactions.due")} at={due_at} day={due_on} isAllDay={due_all_day} theirs={theirs} />
      )}
    </p>
  );
}

interface MomentProps {
  label: string;
  at: string;
  day: string | null;
  isAllDay: boolean;
  /** The customer's zone. */
  theirs: string | null;
}

function Moment({ label, at, day, isAllDay, theirs }: MomentProps) {
  const t = useText();
  const zone = useZone();
  const locale = formatLocale();
  const here = formatTime(at, zone, locale);
  const there = theirs === null ? here : formatTime(at, theirs, locale);
  return (
    <span className={style.moment}>
      {label}{" "}
      <time dateTime={isAllDay && day !== null ? day : at}>
        {isAllDay && day !== null ? formatDay(day, locale) : formatInstant(at, zone, locale)}
      </time>
      {!isAllDay && there !== here && (
        <span className={style.theirs}> {t("interactions.theirTime", { time: there, zone: place(theirs) })}</span>
      )}
    </span>
  );
}

/** `America/New_York` is New York. */
function place(zone: string | null): string {
  return (zone ?? "").split("/").at(-1)?.replaceAll("_", " ") ?? "";
}
