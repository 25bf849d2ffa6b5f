// What is done: a line of today's done ones, and, just after completing, the item with the step that has grown out of it.

import { Check } from "lucide-react";
import { useOutcomeLabel } from "../../api/tenant.ts";
import { writeStep } from "../../api/wording.ts";
import { formatTime } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { LazyItemPanel } from "../../ui/LazyItemPanel.tsx";
import { Knot } from "../../ui/Thread.tsx";
import type { ItemPanels } from "../../ui/useItemPanels.ts";
import { GridCell } from "../../ui/VirtualGrid.tsx";
import style from "./DoneLine.module.css";
import { LooseActs } from "./LooseEnd.tsx";
import type { ItemLine } from "./model.ts";
import type { Just } from "./useDone.ts";

export function DoneRow({ line: { item, before, after }, zone }: { line: ItemLine; zone: string }) {
  const label = useOutcomeLabel();
  const { interaction, customer } = item;
  return (
    <div className={style.row}>
      <Knot type={interaction.type} tone="done" isOpen={false} before={before} after={after} />
      <GridCell className={style.what}>
        <strong>{customer.name}</strong> <span className={style.struck}>{interaction.title}</span>
      </GridCell>
      <GridCell className={style.came}>
        {interaction.outcome !== null && <span>{label(interaction.outcome)}</span>}
        {interaction.completed_at !== null && (
          <time dateTime={interaction.completed_at}>{formatTime(interaction.completed_at, zone, formatLocale())}</time>
        )}
      </GridCell>
    </div>
  );
}

/** The thread is drawn from what was done down to what comes. */
export function DoneLine({ just, panels, zone }: { just: Just; panels: ItemPanels; zone: string }) {
  const label = useOutcomeLabel();
  const { item, outcome, next } = just;
  const following = next.next_interaction;
  return (
    <>
      <div className={style.row}>
        <Knot type={item.interaction.type} tone="done" isOpen={false} after="now" />
        <GridCell className={style.what}>
          <Check size={16} aria-hidden className={style.check} />
          <strong>{item.customer?.name}</strong> <span className={style.struck}>{item.interaction.title}</span>
        </GridCell>
        <GridCell className={style.came}>{label(outcome)}</GridCell>
      </div>
      <div className={style.grown} key={item.interaction.id}>
        {following === null ? (
          <span className={style.end} aria-hidden />
        ) : (
          <Knot type={following.type} tone="accent" before="now" />
        )}
        <GridCell className={style.next}>
          <Next just={just} zone={zone} />
          <span className={style.acts}>
            {just.as === "done" && following?.id != null && (
              <Edit onPress={() => panels.show(following.id ?? "", "reschedule")} />
            )}
            <Undo run={just.undo} />
          </span>
        </GridCell>
      </div>
      {following?.id != null && just.as === "done" && (
        <LazyItemPanel item={{ ...item, interaction: { ...following, id: following.id } }} panels={panels} />
      )}
    </>
  );
}

function Next({ just: { item, next, as }, zone }: { just: Just; zone: string }) {
  const t = useText();
  if (as === "waiting") return <span className={style.words}>{t("today.doneLater")}</span>;
  if (next.next_interaction === null) {
    const customer = item.customer?.name ?? "";
    return (
      <span className={style.words}>
        {t("today.doneNothing", { customer })} <LooseActs id={item.interaction.customer_id} name={customer} />
      </span>
    );
  }
  return (
    <span className={style.words}>
      <span className={style.step}>{t("today.doneNext", { next: writeStep(next.next_interaction, zone) })}</span>
      <span className={style.why}>{next.next_step.explanation}</span>
    </span>
  );
}

function Edit({ onPress }: { onPress: () => void }) {
  const t = useText();
  return (
    <Button look="quiet" onPress={onPress}>
      {t("today.edit")}
    </Button>
  );
}

function Undo({ run }: { run: () => Promise<void> }) {
  const t = useText();
  return (
    <Button look="quiet" onPress={() => void run()}>
      {t("ui.undo")}
    </Button>
  );
}
