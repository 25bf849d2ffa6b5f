// What came of an act on many: what is done, and each one that is not, with its reason.

import { useQuery } from "@tanstack/react-query";
import { useZone } from "../../api/tenant.ts";
import { formatInstant } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import fields from "../../ui/Fields.module.css";
import style from "./Bulk.module.css";
import type { BulkKind, Report } from "./bulk.ts";
import { interactionQuery } from "./queries.ts";

interface BulkReportProps {
  report: Report;
  kind: BulkKind;
  onRetry: (ids: string[]) => void;
}

const MOST_SHOWN = 50;

export function BulkReport({ report: { done, unchanged, created, failed, job }, kind, onRetry }: BulkReportProps) {
  const t = useText();
  const zone = useZone();
  const ids = failed.flatMap(({ interaction_id }) => interaction_id ?? []);
  const until = job?.undo_until;
  return (
    <div className={fields.stack}>
      <p className={style.result}>{t(`interactions.bulkResult.${kind}`, { done })}</p>
      <p>
        {kind !== "reschedule" && kind !== "assign" && t("interactions.createdSteps", { created })}{" "}
        {unchanged > 0 && t("interactions.stayed", { unchanged })}
      </p>
      {failed.length > 0 && (
        <>
          <h3 className={style.heading}>{t("interactions.failed", { count: failed.length })}</h3>
          <ul className={style.failures}>
            {failed.slice(0, MOST_SHOWN).map((item) => (
              <li key={item.number}>
                <Title id={item.interaction_id} /> <span className={style.faint}>{item.why}</span>
              </li>
            ))}
          </ul>
          {ids.length > 0 && (
            <div>
              <Button onPress={() => onRetry(ids)}>{t("interactions.retry", { count: ids.length })}</Button>
            </div>
          )}
        </>
      )}
      {until != null && done > 0 && (
        <p className={style.faint}>{t("interactions.undoUntil", { at: formatInstant(until, zone, formatLocale()) })}</p>
      )}
    </div>
  );
}

function Title({ id }: { id: string | null }) {
  const t = useText();
  const { data: interaction } = useQuery({ ...interactionQuery(id ?? ""), enabled: id !== null });
  return (
    <span>
      {interaction === undefined ? t("interactions.one") : `${interaction.customer?.name ?? ""}: ${interaction.title}`}
    </span>
  );
}
