// One act on everything that is selected: what it would do is seen before, how far it is meanwhile, what came of it after.

import { useState } from "react";
import { explain } from "../../api/problems.ts";
import { useText } from "../../i18n/text.tsx";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import fields from "../../ui/Fields.module.css";
import style from "./Bulk.module.css";
import { BulkForm } from "./BulkForm.tsx";
import { BulkPreview } from "./BulkPreview.tsx";
import { BulkReport } from "./BulkReport.tsx";
import type { BulkAct, BulkKind, Target } from "./bulk.ts";
import { useBulk } from "./useBulk.ts";

interface BulkDialogProps {
  kind: BulkKind;
  target: Target;
  /** How many are selected. */
  count: number;
  onClose: () => void;
  /** It is done: nothing is selected any more. */
  onDone: () => void;
}

export default function BulkDialog({ kind, target, count, onClose, onDone }: BulkDialogProps) {
  const t = useText();
  const [act, setAct] = useState<BulkAct | null>(null);
  // What was selected when it began, whatever the list shows meanwhile.
  const [meant] = useState({ target, count });
  const bulk = useBulk(onDone);
  const { stage } = bulk;
  const run = () => {
    if (act !== null && stage.name === "form") void bulk.run(act, meant.target);
  };
  return (
    <Dialog
      title={t(`interactions.bulkTitle.${kind}`, { count: meant.count })}
      isOpen
      onClose={onClose}
      size="wide"
      isDismissable={stage.name !== "running"}
      actions={
        stage.name === "form" ? (
          <>
            <Button onPress={onClose}>{t("interactions.dont")}</Button>
            <Button look="strong" onPress={run} isDisabled={act === null}>
              {t(`interactions.bulkDo.${kind}`, { count: meant.count })}
            </Button>
          </>
        ) : stage.name === "running" ? (
          <Button onPress={bulk.stop}>{t("interactions.stop")}</Button>
        ) : (
          <Button look="strong" onPress={onClose}>
            {t("ui.close")}
          </Button>
        )
      }
    >
      {stage.name === "form" && (
        <div className={fields.stack}>
          {stage.error !== null && <Banner tone="failure">{explain(stage.error)}</Banner>}
          <BulkForm kind={kind} onChange={setAct} onSubmit={run} />
          {act !== null && <BulkPreview act={act} target={meant.target} count={meant.count} />}
        </div>
      )}
      {stage.name === "running" && <Running ratio={stage.ratio} count={meant.count} />}
      {stage.name === "done" && (
        <BulkReport report={stage.report} kind={kind} onRetry={(ids) => act !== null && void bulk.run(act, { ids })} />
      )}
    </Dialog>
  );
}

function Running({ ratio, count }: { ratio: number; count: number }) {
  const t = useText();
  const done = Math.round(ratio * count);
  return (
    <div className={fields.stack} role="status">
      <p>{t("interactions.running", { done, count })}</p>
      <progress className={style.progress} value={ratio} aria-label={t("interactions.progress")} />
      <p className={style.faint}>{t("interactions.runningHint")}</p>
    </div>
  );
}
