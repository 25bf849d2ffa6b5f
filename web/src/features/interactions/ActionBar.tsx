// What can be done with what is selected; it stays in sight at the page's foot.

import { X } from "lucide-react";
import { useMay } from "../../api/session.ts";
import { offlineSince } from "../../core/online.ts";
import { useStore } from "../../core/store.ts";
import { useText } from "../../i18n/text.tsx";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Keys } from "../../ui/Keys.tsx";
import style from "./ActionBar.module.css";
import type { BulkKind } from "./bulk.ts";
import type { Selecting } from "./useSelecting.ts";

interface ActionBarProps {
  selecting: Selecting;
  total: number | undefined;
  onAct: (kind: BulkKind) => void;
}

const KEYED = ["complete", "reschedule", "assign", "cancel"] as const;

export function ActionBar({ selecting, total, onAct }: ActionBarProps) {
  const t = useText();
  const { count, isAll } = selecting;
  return (
    <section className={style.bar} aria-label={t("interactions.selection")}>
      <p className={style.words} role="status">
        <strong>{t("interactions.selectedOf", { count, total: total ?? count })}</strong>
        {!isAll && total !== undefined && count < total && (
          <Button look="quiet" onPress={selecting.selectAll}>
            {t("interactions.selectAll")}
            <Keys of="selectAll" />
          </Button>
        )}
      </p>
      <Offered count={count} onAct={onAct} />
      <IconButton label={t("interactions.clear")} command="back" onPress={selecting.clear}>
        <X size={18} aria-hidden />
      </IconButton>
    </section>
  );
}

/** What can be done, or why nothing can. */
function Offered({ count, onAct }: { count: number; onAct: ActionBarProps["onAct"] }) {
  const t = useText();
  const mayBulk = useMay("bulk");
  const isOffline = useStore(offlineSince) !== null;
  const why =
    count === 0
      ? "interactions.selectHint"
      : !mayBulk
        ? "interactions.bulkDenied"
        : isOffline && "interactions.bulkOffline";
  if (why) return <p className={style.denied}>{t(why)}</p>;
  return (
    <div className={style.acts}>
      {KEYED.map((kind) => (
        <Button key={kind} onPress={() => onAct(kind)}>
          {t(`interactions.bulk.${kind}`)}
          <Keys of={kind} />
        </Button>
      ))}
      <Button onPress={() => onAct("skip")}>{t("interactions.bulk.skip")}</Button>
    </div>
  );
}
