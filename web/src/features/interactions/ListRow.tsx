// One interaction in the list: its knot, whose it is, what it is, where in its template, who has it, when it is due.

import type { Interaction } from "@onward/client";
import { Check, Ellipsis } from "lucide-react";
import { memo, useRef } from "react";
import { useOutcomeLabel } from "../../api/tenant.ts";
import { dueOf, writeMoment } from "../../api/wording.ts";
import { basePath } from "../../core/place.ts";
import { useText } from "../../i18n/text.tsx";
import { classes } from "../../ui/classes.ts";
import { Knot } from "../../ui/Thread.tsx";
import { GridCell } from "../../ui/VirtualGrid.tsx";
import style from "./ListRow.module.css";
import { isOpen, toneOf } from "./words.ts";

interface ListRowProps {
  interaction: Interaction;
  assignee: string | undefined;
  zone: string;
  isSelected: boolean;
  /** Selecting has begun: a click or a tap selects. */
  isSelecting: boolean;
  maySelect: boolean;
  /** These three act on the list as it is when they are called, so that rows need not be drawn anew for them. */
  onToggle: (id: string) => void;
  onOpen: (id: string) => void;
  onMore: (id: string) => void;
}

/** Drawn anew only when something in it changed: scrolling draws the list many times a second. */
export const ListRow = memo(function ListRow(props: ListRowProps) {
  const { interaction, assignee, zone, isSelected, isSelecting, maySelect, onToggle, onOpen, onMore } = props;
  const t = useText();
  const { id, title } = interaction;
  const toggle = () => onToggle(id);
  const press = useLongPress(toggle, maySelect && !isSelecting);
  const open = isOpen(interaction);
  return (
    <div
      className={style.row}
      data-selecting={isSelecting || undefined}
      data-final={!open || undefined}
      data-plain={!maySelect || undefined}
      {...press}
    >
      {maySelect && <Mark isSelected={isSelected} onToggle={toggle} name={title} />}
      <Knot type={interaction.type} tone={toneOf(interaction)} isOpen={open} />
      <What interaction={interaction} onPress={() => (isSelecting ? onToggle(id) : onOpen(id))} />
      <GridCell className={classes(style.small, style.priority)}>
        {(interaction.priority === "high" || interaction.priority === "urgent") &&
          t(`interactions.priority.${interaction.priority}`)}
      </GridCell>
      <GridCell className={classes(style.small, style.assignee)}>
        {assignee ?? <span className={style.none}>{t("interactions.nobody")}</span>}
      </GridCell>
      <GridCell className={style.due}>
        <State interaction={interaction} zone={zone} />
      </GridCell>
      <GridCell className={style.more}>
        {open && maySelect && (
          <button
            type="button"
            tabIndex={-1}
            className={style.acts}
            aria-label={t("items.more", { title })}
            onClick={() => onMore(id)}
          >
            <Ellipsis size={18} aria-hidden />
          </button>
        )}
      </GridCell>
    </div>
  );
});

/** A link, so that it can be opened elsewhere too. */
function What({ interaction, onPress }: { interaction: Interaction; onPress: () => void }) {
  const { customer, template } = interaction;
  return (
    <GridCell className={style.what}>
      <a
        href={`${basePath}/interactions/${interaction.id}`}
        tabIndex={-1}
        draggable={false}
        className={style.link}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          onPress();
        }}
      >
        <strong className={style.customer}>{customer?.name}</strong>
        <span className={style.subject}>{interaction.title}</span>
      </a>
      {template != null && (
        <span className={style.place}>
          {template.name}
          {template.position != null && ` ${template.position}/${template.step_count}`}
        </span>
      )}
    </GridCell>
  );
}

/** A final one says what came of it, an open one when it is due. */
function State({ interaction, zone }: { interaction: Interaction; zone: string }) {
  const t = useText();
  const outcome = useOutcomeLabel();
  if (!isOpen(interaction))
    return (
      <span className={style.final}>
        {interaction.outcome === null ? t(`interactions.status.${interaction.status}`) : outcome(interaction.outcome)}
      </span>
    );
  const moment = dueOf(interaction);
  return (
    <>
      {interaction.reschedule_count > 1 && (
        <span className={style.moved}>{t("items.moved", { count: interaction.reschedule_count })}</span>
      )}
      <time
        className={moment === null ? style.none : style.time}
        data-tone={toneOf(interaction)}
        dateTime={moment === null ? undefined : moment.isAllDay ? moment.on : moment.at}
      >
        {writeMoment(moment, zone)}
      </time>
    </>
  );
}

interface MarkProps {
  isSelected: boolean;
  onToggle: () => void;
  name: string;
}

function Mark({ isSelected, onToggle, name }: MarkProps) {
  const t = useText();
  return (
    <GridCell className={style.marking}>
      <button
        type="button"
        tabIndex={-1}
        aria-pressed={isSelected}
        aria-label={t("interactions.selectOne", { name })}
        className={style.mark}
        onClick={onToggle}
      >
        <span className={style.box}>{isSelected && <Check size={13} strokeWidth={3} aria-hidden />}</span>
      </button>
    </GridCell>
  );
}

const PRESS_MS = 450;

/** A finger that rests on a row selects it; one that moves scrolls. The tap that ends it is none. */
function useLongPress(run: () => void, isOn: boolean) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isTaken = useRef(false);
  const end = () => clearTimeout(timer.current);
  return {
    onPointerDown: (event: React.PointerEvent) => {
      isTaken.current = false;
      if (!isOn || event.pointerType !== "touch") return;
      timer.current = setTimeout(() => {
        isTaken.current = true;
        run();
      }, PRESS_MS);
    },
    onPointerUp: end,
    onPointerCancel: end,
    onPointerLeave: end,
    onClickCapture: (event: React.MouseEvent) => {
      if (!isTaken.current) return;
      isTaken.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
    onContextMenu: (event: React.MouseEvent) => {
      if (isOn && matchMedia("(pointer: coarse)").matches) event.preventDefault();
    },
  };
}

/** A row that is on its way. */
export function GapRow() {
  return (
    <GridCell className={style.gap}>
      <span />
    </GridCell>
  );
}
