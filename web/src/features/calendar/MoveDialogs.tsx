// Naming the day to move to, and the question about a holiday.

import { useState } from "react";
import { clockOf, minutesOf } from "../../core/calendar.ts";
import { addDays, weekdayOf } from "../../core/days.ts";
import { formatDay } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { DateField } from "../../ui/DateField.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import type { Placed, Slot } from "./placing.ts";
import { isOff, type Shown } from "./shown.ts";
import { slotWords } from "./useMoving.ts";

interface MoveToProps {
  placed: Placed;
  zone: string;
  onMove: (to: Slot) => void;
  onClose: () => void;
}

export function MoveTo({ placed, zone, onMove, onClose }: MoveToProps) {
  const t = useText();
  const { day, minute } = placed.slot;
  const [to, setTo] = useState<string | null>(minute === null ? day : `${day}T${clockOf(minute)}`);
  const move = () => {
    if (to === null) return;
    onMove({ day: to.slice(0, 10), minute: minute === null ? null : minutesOf(to.slice(11)) });
    onClose();
  };
  return (
    <Dialog
      title={t("calendar.moveTitle", { title: placed.item.interaction.title })}
      isOpen
      onClose={onClose}
      actions={
        <Button look="strong" onPress={move} isDisabled={to === null}>
          {t("calendar.moveSubmit")}
        </Button>
      }
    >
      <DateField
        label={minute === null ? t("calendar.moveDay") : t("calendar.moveTime", { zone })}
        value={to}
        onChange={setTo}
        withTime={minute !== null}
        autoFocus
      />
    </Dialog>
  );
}

export function HolidayQuestion({ shown }: { shown: Shown }) {
  const t = useText();
  const { asked, answer } = shown.moving;
  if (asked === null) return null;
  const { to, holiday } = asked;
  const day = nextWorked(shown, to.day);
  return (
    <Dialog
      title={t("calendar.holidayTitle", { day: formatDay(to.day, formatLocale()), name: holiday })}
      isOpen
      onClose={() => answer(null)}
      actions={
        <>
          <Button onPress={() => answer(to)}>{t("calendar.holidayKeep")}</Button>
          <Button look="strong" onPress={() => answer({ ...to, day })}>
            {t("calendar.holidayNext", { day: slotWords({ day, minute: null }) })}
          </Button>
        </>
      }
    >
      {t("calendar.holidayBody")}
    </Dialog>
  );
}

/** By the tenant's weekdays and days off, as the server lists them. */
function nextWorked(shown: Shown, from: string): string {
  let day = addDays(from, 1);
  for (let tries = 0; tries < 60 && isOff(shown, day, weekdayOf(day)); tries += 1) day = addDays(day, 1);
  return day;
}
