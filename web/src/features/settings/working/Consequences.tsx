// What would follow from the hours as they stand in the form: asked of the server, a moment after the last change.

import type { SettingsPreview, UpdateSettings } from "@onward/client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { onward } from "../../../api/client.ts";
import { explain } from "../../../api/problems.ts";
import { keys } from "../../../api/queries.ts";
import { formatDay, formatInstant } from "../../../core/format.ts";
import { formatLocale } from "../../../i18n/locale.ts";
import { useText } from "../../../i18n/text.tsx";
import style from "./Working.module.css";

const PAUSE_MS = 150;
const SHOWN = 12;

export function Consequences({ of }: { of: UpdateSettings & { zone: string } }) {
  const t = useText();
  const asked = useSettled(of);
  const { data, error } = useQuery({
    queryKey: [...keys.settings, "preview", asked],
    queryFn: ({ signal }) => onward.settings.previewSettings(asked, { signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <div className={style.consequences} aria-live="polite">
      {error !== null && <p className={style.fault}>{explain(error)}</p>}
      {data !== undefined && error === null && (
        <>
          <p className={style.moment}>
            {t("settings.nextMoment", { when: formatInstant(data.next_working_moment, asked.zone, formatLocale()) })}
          </p>
          <ComingDays days={data.days_off} />
        </>
      )}
    </div>
  );
}

function ComingDays({ days }: { days: SettingsPreview["days_off"] }) {
  const t = useText();
  if (days.length === 0) return <p className={style.quiet}>{t("settings.noDaysOff")}</p>;
  return (
    <>
      <p className={style.quiet}>{t("settings.comingDaysOff", { count: days.length })}</p>
      <ul className={style.coming}>
        {days.slice(0, SHOWN).map(({ on, name }) => (
          <li key={on}>
            <time dateTime={on}>{formatDay(on, formatLocale())}</time>
            <span>{name ?? t("settings.ownDayOff")}</span>
          </li>
        ))}
      </ul>
      {days.length > SHOWN && (
        <p className={style.quiet}>{t("settings.moreDaysOff", { count: days.length - SHOWN })}</p>
      )}
    </>
  );
}

/** The value once it has stood still for a moment. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
