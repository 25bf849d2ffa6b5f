// One knot of the thread with its words.

import type { Customer, Interaction, Message, Note, TimelineEntry } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Ellipsis, Pencil } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { useMemberName, useOutcomeLabel, useZone } from "../../api/tenant.ts";
import { formatDay, formatInstant } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { IconButton } from "../../ui/Button.tsx";
import { LazyItemPanel } from "../../ui/LazyItemPanel.tsx";
import { Knot, type Tense, type Tone } from "../../ui/Thread.tsx";
import type { ItemPanels } from "../../ui/useItemPanels.ts";
import { GridCell } from "../../ui/VirtualGrid.tsx";
import { useChannel } from "./channels.ts";
import { Due } from "./Due.tsx";
import { NoteEditor } from "./NoteEditor.tsx";
import { templateNamesQuery } from "./queries.ts";
import style from "./Thread.module.css";
import { openIn, type Projected, type Row } from "./timeline.ts";
import { reasonWords, type Told, toldWords } from "./told.ts";

interface EntryProps {
  customer: Customer;
  panels: ItemPanels;
  row: Row;
  isFirst: boolean;
  isLast: boolean;
  nowLine: RefObject<HTMLDivElement | null>;
  /** What is done with a note of one's own; undefined for every other row. */
  editing: Editing | undefined;
}

export interface Editing {
  isOpen: boolean;
  open: () => void;
  close: () => void;
}

export function ThreadEntry({ row, isFirst, isLast, nowLine, customer, panels, editing }: EntryProps) {
  const ends = { isFirst, isLast };
  if (row.kind === "now") return <Now line={nowLine} {...ends} />;
  if (row.kind === "projected") return <Ahead step={row.step} template={row.template} {...ends} />;
  const open = openIn(row);
  if (open !== null)
    return (
      <>
        <Item interaction={open} line={row.kind === "ahead" ? "planned" : "past"} panels={panels} {...ends} />
        <LazyItemPanel item={{ interaction: open, customer }} panels={panels} />
      </>
    );
  return row.kind === "past" ? <Past entry={row.entry} editing={editing} {...ends} /> : null;
}

interface Ends {
  isFirst: boolean;
  isLast: boolean;
}

function Now({ line, isFirst }: Ends & { line: EntryProps["nowLine"] }) {
  const t = useText();
  return (
    <GridCell>
      <div ref={line} className={style.now}>
        <Bead kind="now" isFirst={isFirst} />
        {t("customers.now")}
      </div>
    </GridCell>
  );
}

function Bead({ kind, isFirst, isLast }: { kind: string; isFirst?: boolean; isLast?: boolean }) {
  return (
    <span
      className={style.bead}
      data-kind={kind}
      data-first={isFirst || undefined}
      data-last={isLast || undefined}
      aria-hidden
    >
      <span className={style.dot} />
    </span>
  );
}

function Ahead({ step, template, isFirst, isLast }: Ends & { step: Projected; template: string }) {
  const t = useText();
  return (
    <div className={style.row} data-tense="planned">
      <Knot type={step.type} before={isFirst ? "none" : "planned"} after={isLast ? "none" : "planned"} />
      <Body subject={step.title} at={<time className={style.at}>{dayOf(step)}</time>}>
        <span>{t("customers.projected", { template })}</span>
      </Body>
    </div>
  );
}

function dayOf({ scheduled_on, due_on }: Projected): string {
  const day = scheduled_on ?? due_on;
  return day === null ? "" : formatDay(day, formatLocale());
}

function Body({ subject, at, children }: { subject: ReactNode; at: ReactNode; children?: ReactNode }) {
  return (
    <GridCell className={style.body}>
      <div className={style.first}>
        <span className={style.subject}>{subject}</span>
        {at}
      </div>
      {children !== undefined && <div className={style.second}>{children}</div>}
    </GridCell>
  );
}

interface ItemProps extends Ends {
  interaction: Interaction;
  line: Tense;
  panels: ItemPanels;
}

function Item({ interaction, line, isFirst, isLast, panels }: ItemProps) {
  const t = useText();
  const nameOf = useMemberName();
  const assignee = nameOf(interaction.assignee_id) ?? t("customers.nobodys");
  return (
    <div className={style.row}>
      <Knot
        type={interaction.type}
        tone={interaction.is_overdue ? "overdue" : "upcoming"}
        before={isFirst ? "none" : line}
        after={isLast ? "none" : line}
      />
      <Body subject={interaction.title} at={<Due interaction={interaction} isShort />}>
        <span>{assignee}</span>
        {interaction.explanation !== null && <span>{interaction.explanation}</span>}
      </Body>
      <GridCell className={style.more}>
        <IconButton
          label={t("items.more", { title: interaction.title })}
          excludeFromTabOrder
          onPress={() => panels.show(interaction.id, "acts")}
        >
          <Ellipsis size={18} aria-hidden />
        </IconButton>
      </GridCell>
    </div>
  );
}

function Past({ entry, editing, ...ends }: Ends & { entry: TimelineEntry } & Pick<EntryProps, "editing">) {
  const { interaction, note, message, event } = entry;
  if (interaction != null) return <Ended interaction={interaction} at={entry.at} {...ends} />;
  if (note != null) return <Written note={note} at={entry.at} editing={editing} {...ends} />;
  if (message != null) return <Said message={message} at={entry.at} {...ends} />;
  return event == null ? null : <Happened event={event} at={entry.at} {...ends} />;
}

function At({ at }: { at: string }) {
  const zone = useZone();
  return (
    <time className={style.at} dateTime={at}>
      {formatInstant(at, zone, formatLocale())}
    </time>
  );
}

function Ended({ interaction, at, isFirst, isLast }: Ends & { interaction: Interaction; at: string }) {
  const t = useText();
  const nameOf = useMemberName();
  const outcomeOf = useOutcomeLabel();
  const { status, type, title, outcome, outcome_details, close_reason, completed_by } = interaction;
  const isDone = status === "completed";
  const tone: Tone = isDone ? "done" : "plain";
  const by = nameOf(completed_by);
  return (
    <div className={style.row} data-ended={isDone ? undefined : true}>
      <Knot
        type={type}
        tone={tone}
        isOpen={false}
        before={isFirst ? "none" : "past"}
        after={isLast ? "none" : "past"}
      />
      <Body subject={title} at={<At at={at} />}>
        {isDone && outcome !== null && <span className={style.outcome}>{outcomeOf(outcome)}</span>}
        {!isDone && <span>{t(status === "skipped" ? "customers.skipped" : "customers.cancelled")}</span>}
        {!isDone && close_reason !== null && <span>{reasonWords(close_reason, t)}</span>}
        {by !== undefined && <span>{by}</span>}
        {outcome_details !== null && <span className={style.details}>{outcome_details}</span>}
      </Body>
    </div>
  );
}

function Written({ note, at, editing, isLast }: Ends & { note: Note; at: string } & Pick<EntryProps, "editing">) {
  const t = useText();
  const nameOf = useMemberName();
  return (
    <div className={style.row}>
      <Bead kind="note" isLast={isLast} />
      <Body subject={nameOf(note.author_id) ?? t("customers.note")} at={<At at={at} />}>
        {editing?.isOpen ? (
          <NoteEditor note={note} onClose={editing.close} />
        ) : (
          <span className={style.note}>{note.body}</span>
        )}
      </Body>
      {editing !== undefined && !editing.isOpen && (
        <GridCell className={style.more}>
          <IconButton label={t("customers.noteEdit")} command="open" excludeFromTabOrder onPress={editing.open}>
            <Pencil size={16} aria-hidden />
          </IconButton>
        </GridCell>
      )}
    </div>
  );
}

function Said({ message, at, isLast }: Ends & { message: Message; at: string }) {
  const t = useText();
  const nameOf = useMemberName();
  const author = nameOf(message.author_id);
  const { direction, body } = message;
  return (
    <div className={style.row}>
      <Bead kind="note" isLast={isLast} />
      <Body subject={t(`customers.said.${direction}`)} at={<At at={at} />}>
        {author !== undefined && <span>{author}</span>}
        <span className={style.note}>{body}</span>
      </Body>
    </div>
  );
}

function Happened({ event, at, isLast }: Ends & { event: Told; at: string }) {
  const t = useText();
  const member = useMemberName();
  const channel = useChannel();
  const { customerId } = getRouteApi("/inside/customers/$customerId").useParams();
  const { data: names } = useQuery(templateNamesQuery(customerId));
  const template = (id: string | null) => (id === null ? undefined : names?.get(id));
  const by = event.actor_kind === "worker" ? t("customers.byOnward") : member(event.actor_id);
  return (
    <div className={style.row} data-tense="told">
      <Bead kind="told" isLast={isLast} />
      <Body
        subject={
          <>
            {toldWords(event, { t, template, member, channel })}
            {by !== undefined && ` · ${by}`}
          </>
        }
        at={<At at={at} />}
      />
    </div>
  );
}
