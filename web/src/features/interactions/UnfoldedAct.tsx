// What a button of the detail unfolds: another day, another member, a note, a cancellation.

import type { Interaction } from "@onward/client";
import { useActs } from "../../api/acts.ts";
import { useText } from "../../i18n/text.tsx";
import { AssignPanel } from "../../ui/AssignPanel.tsx";
import { Button } from "../../ui/Button.tsx";
import { CancelPanel } from "../../ui/CancelPanel.tsx";
import { NotePanel } from "../../ui/NotePanel.tsx";
import { ReschedulePanel } from "../../ui/ReschedulePanel.tsx";
import style from "./Detail.module.css";
import { itemOf } from "./words.ts";

export type Unfolded = "reschedule" | "assign" | "note" | "cancel";

interface UnfoldedActProps {
  act: Unfolded;
  interaction: Interaction;
  onClose: () => void;
}

export function UnfoldedAct({ act, interaction, onClose }: UnfoldedActProps) {
  const t = useText();
  return (
    <section className={style.unfolded} aria-label={t(`items.${act}`)}>
      <Panel act={act} interaction={interaction} onClose={onClose} />
      {act !== "cancel" && (
        <Button look="quiet" onPress={onClose}>
          {t("ui.close")}
        </Button>
      )}
    </section>
  );
}

function Panel({ act, interaction, onClose }: UnfoldedActProps) {
  const acts = useActs();
  const item = itemOf(interaction);
  const done = (run: Promise<unknown>) => {
    onClose();
    void run;
  };
  switch (act) {
    case "reschedule":
      return <ReschedulePanel interaction={interaction} onMove={(to) => done(acts.reschedule(item, to))} />;
    case "assign":
      return <AssignPanel onAssign={(id, name) => done(acts.assign(item, id, name))} />;
    case "note":
      return <NotePanel item={item} onKeep={(body) => acts.note(item, body)} onDone={onClose} />;
    case "cancel":
      return <CancelPanel item={item} onCancel={(how) => done(acts.cancel(item, how))} onKeep={onClose} />;
  }
}
