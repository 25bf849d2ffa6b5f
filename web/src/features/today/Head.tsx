// The day's date, what it holds in one sentence, the ruler of its working hours, and whose it is.

import type { Queue } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { Focus, Plus } from "lucide-react";
import { Suspense } from "react";
import { settingsQuery } from "../../api/tenant.ts";
import { useMinute } from "../../core/clock.ts";
import { compose } from "../../core/composing.ts";
import { dayOf, formatClock, formatDay } from "../../core/format.ts";
import { lazy } from "../../core/lazy.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { DayRuler } from "./DayRuler.tsx";
import { clockMinutes, minutesLeft } from "./day.ts";
import style from "./Head.module.css";
import { countOf } from "./model.ts";

const Whose = lazy(() => import("./Whose.tsx"));

interface HeadProps {
  /** Undefined while it is on its way. */
  queue: Queue | undefined;
  whose: string;
  hidden: ReadonlySet<string>;
  onFocus?: () => void;
}

export function Head({ queue, whose, hidden, onFocus }: HeadProps) {
  const t = useText();
  const now = useMinute();
  const { data: settings } = useQuery(settingsQuery);
  const zone = queue?.zone ?? settings?.zone;
  return (
    <header className={style.head}>
      <div className={style.line}>
        <h1 className={style.date}>{zone === undefined ? " " : formatDay(dayOf(now, zone), formatLocale(), "full")}</h1>
        <div className={style.acts}>
          <Button look="strong" onPress={() => compose()}>
            <Plus size={16} aria-hidden />
            {t("today.newInteraction")}
          </Button>
          {onFocus !== undefined && (
            <Button onPress={onFocus}>
              <Focus size={16} aria-hidden />
              {t("today.focus")} <Keys of="focusMode" />
            </Button>
          )}
        </div>
      </div>
      <div className={style.line}>
        <p className={style.sum}>{queue === undefined ? " " : <Sum queue={queue} hidden={hidden} now={now} />}</p>
        <Suspense>
          <Whose whose={whose} />
        </Suspense>
      </div>
      {queue !== undefined && settings !== undefined ? (
        <DayRuler queue={queue} settings={settings} now={now} hidden={hidden} />
      ) : (
        <div className={style.ruler} />
      )}
    </header>
  );
}

function Sum({ queue, hidden, now }: { queue: Queue; hidden: ReadonlySet<string>; now: string }) {
  const t = useText();
  const { data: settings } = useQuery(settingsQuery);
  const overdue = countOf(queue, "overdue", hidden);
  const open = overdue + countOf(queue, "today", hidden);
  const sum = t("today.sum", { open, overdue });
  if (settings === undefined || open === 0) return `${sum}.`;
  const left = minutesLeft(settings, now);
  if (left === 0) return `${sum}.`;
  const time = t("today.hoursMinutes", { hours: Math.floor(left / 60), minutes: left % 60 });
  const end = formatClock(clockMinutes(settings.calendar.closes_at), formatLocale());
  return `${t("today.sumLeft", { sum, left: time, end })}.`;
}
