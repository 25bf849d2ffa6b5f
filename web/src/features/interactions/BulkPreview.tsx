// What an act would do, as the server reckons it without doing it.

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { formatDay } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import style from "./Bulk.module.css";
import { type BulkAct, causesOf, type DayLoad, loadByDay, send, settled, type Target } from "./bulk.ts";

interface BulkPreviewProps {
  act: BulkAct;
  target: Target;
  count: number;
}

const PATIENCE_MS = 250;

export function BulkPreview({ act, target, count }: BulkPreviewProps) {
  const t = useText();
  const asked = useSettled(JSON.stringify(act));
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ["preview", asked, target],
    queryFn: async ({ signal }) => settled(await send(JSON.parse(asked), target, true, signal), undefined, signal),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  if (error !== null)
    return <ErrorPanel error={error} title={t("interactions.previewFailed")} onRetry={() => void refetch()} />;
  if (data === undefined) return <p className={style.faint}>{t("interactions.reckoning", { count })}</p>;
  const { done, unchanged, created, failed, load } = data;
  return (
    <section className={style.preview} data-old={isPlaceholderData || undefined} aria-label={t("interactions.preview")}>
      <p role="status">
        {t("interactions.would", { done })}{" "}
        {act.kind !== "reschedule" && act.kind !== "assign" && t("interactions.wouldCreate", { created })}{" "}
        {unchanged > 0 && t("interactions.wouldStay", { unchanged })}
      </p>
      {failed.length > 0 && (
        <ul className={style.causes}>
          {causesOf(failed).map(({ why, count: times }) => (
            <li key={why}>
              <strong>{t("interactions.cannot", { count: times })}</strong> {why}
            </li>
          ))}
        </ul>
      )}
      {load.length > 0 && <LoadBars days={loadByDay(load)} />}
    </section>
  );
}

/** What is planned for each day: hollow before, filled after; the numbers stand beside. */
function LoadBars({ days }: { days: DayLoad[] }) {
  const t = useText();
  const most = Math.max(1, ...days.map(({ before, after }) => Math.max(before, after)));
  const width = (value: number) => `${(value / most) * 100}%`;
  return (
    <table className={style.load}>
      <caption>{t("interactions.load")}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{t("interactions.day")}</th>
          <th scope="col">{t("interactions.bars")}</th>
          <th scope="col">{t("interactions.beforeAfter")}</th>
        </tr>
      </thead>
      <tbody>
        {days.map(({ day, before, after }) => (
          <tr key={day}>
            <th scope="row">{formatDay(day, formatLocale())}</th>
            <td>
              <span className={style.before} style={{ inlineSize: width(before) }} />
              <span className={style.after} style={{ inlineSize: width(after) }} />
            </td>
            <td className={style.numbers}>
              {before} → <strong>{after}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The value once it has stood still for a moment. */
function useSettled(value: string): string {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return still;
}
