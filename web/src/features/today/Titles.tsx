// The titles of the queue's sections and groups; some can be folded.

import { ChevronDown, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { offlineSince } from "../../core/online.ts";
import { useStore } from "../../core/store.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { GridCell } from "../../ui/VirtualGrid.tsx";
import type { GroupLine, TitleLine } from "./model.ts";
import style from "./Titles.module.css";

interface SectionTitleProps {
  line: TitleLine;
  onTurn: (id: string) => void;
  onSweep: () => void;
}

export function SectionTitle({ line: { id, tone, count, isFolded }, onTurn, onSweep }: SectionTitleProps) {
  const t = useText();
  const words = id === "loose_ends" ? t("today.loose") : t(`today.section.${id}`);
  return (
    <GridCell className={style.section}>
      <div className={style.title} data-tone={tone}>
        <h2>
          <Folding id={id} isFolded={isFolded} onTurn={onTurn}>
            {words} <span className={style.count}>{count}</span>
          </Folding>
        </h2>
        {id === "loose_ends" && <span className={style.hint}>{t("today.looseHint")}</span>}
        {id === "overdue" && <SweepButton onPress={onSweep} />}
      </div>
    </GridCell>
  );
}

function SweepButton({ onPress }: { onPress: () => void }) {
  const t = useText();
  const isOffline = useStore(offlineSince) !== null;
  if (isOffline) return <span className={style.hint}>{t("today.sweepOffline")}</span>;
  return (
    <Button look="quiet" onPress={onPress}>
      {t("today.sweep")} <Keys of="sweep" />
    </Button>
  );
}

export function GroupTitle({ line, onTurn }: { line: GroupLine; onTurn: (id: string) => void }) {
  return (
    <GridCell className={style.group}>
      <h3>
        <Folding id={line.id} isFolded={line.isFolded} onTurn={onTurn}>
          <span className={style.words}>{line.words}</span>{" "}
          {line.isFolded !== undefined && <span className={style.count}>{line.count}</span>}
        </Folding>
      </h3>
    </GridCell>
  );
}

interface FoldingProps {
  id: string;
  isFolded: boolean | undefined;
  onTurn: (id: string) => void;
  children: ReactNode;
}

function Folding({ id, isFolded, onTurn, children }: FoldingProps) {
  if (isFolded === undefined) return children;
  const Sign = isFolded ? ChevronRight : ChevronDown;
  return (
    <button type="button" className={style.fold} aria-expanded={!isFolded} onClick={() => onTurn(id)}>
      <Sign size={16} aria-hidden />
      <span>{children}</span>
    </button>
  );
}
