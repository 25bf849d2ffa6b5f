// One item at a time: all that is known about it, its outcomes open, and the next one when it is done.

import type { Queue, QueueItem, TimelineEntry } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight, X } from "lucide-react";
import { useState } from "react";
import { useActs } from "../../api/acts.ts";
import { useOutcomeLabel } from "../../api/tenant.ts";
import { dueOf, plannedFor, sayMoment, writeMoment } from "../../api/wording.ts";
import { dayOf, formatDay } from "../../core/format.ts";
import { useCommands } from "../../core/keys.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Button, IconButton } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ItemPanel } from "../../ui/ItemPanel.tsx";
import { OutcomeStrip } from "../../ui/OutcomeStrip.tsx";
import { Knot } from "../../ui/Thread.tsx";
import { PANELS, useItemPanels } from "../../ui/useItemPanels.ts";
import { DoneLine } from "./DoneLine.tsx";
import style from "./FocusMode.module.css";
import { workOf } from "./model.ts";
import { historyQuery } from "./queries.ts";
import type { Done } from "./useDone.ts";

interface FocusModeProps {
  queue: Queue;
  today: string;
  done: Done;
  onLeave: () => void;
}

export default function FocusMode({ queue, today, done, onLeave }: FocusModeProps) {
  const t = useText();
  const [place, setPlace] = useState(0);
  const work = workOf(queue, done.hidden, today);
  const here = Math.min(place, Math.max(work.length - 1, 0));
  const item = work[here];
  const step = (by: 1 | -1) => setPlace(Math.min(Math.max(here + by, 0), Math.max(work.length - 1, 0)));
  useCommands({ back: onLeave, next: () => step(1), previous: () => step(-1) });
  return (
    <div className={style.focus}>
      <header className={style.bar}>
        <Button look="quiet" onPress={onLeave}>
          <X size={16} aria-hidden />
          {t("today.focusLeave")}
        </Button>
        {item !== undefined && <Place here={here} count={work.length} onStep={step} />}
      </header>
      {done.just !== null && <Just done={done} zone={queue.zone} />}
      {item === undefined ? (
        <EmptyState title={t("today.allDone")}>{t("today.focusEmpty")}</EmptyState>
      ) : (
        <One key={item.interaction.id} item={item} queue={queue} today={today} done={done} />
      )}
    </div>
  );
}

function Place({ here, count, onStep }: { here: number; count: number; onStep: (by: 1 | -1) => void }) {
  const t = useText();
  return (
    <span className={style.place}>
      <IconButton label={t("today.focusPrevious")} command="previous" onPress={() => onStep(-1)}>
        <ChevronLeft size={18} aria-hidden />
      </IconButton>
      {t("today.focusPlace", { place: here + 1, count })}
      <IconButton label={t("today.focusNext")} command="next" onPress={() => onStep(1)}>
        <ChevronRight size={18} aria-hidden />
      </IconButton>
    </span>
  );
}

function Just({ done: { just }, zone }: { done: Done; zone: string }) {
  const panels = useItemPanels();
  return (
    just && (
      <div className={style.just}>
        <DoneLine just={just} panels={panels} zone={zone} />
      </div>
    )
  );
}

function One({ item, queue, today, done }: { item: QueueItem } & Omit<FocusModeProps, "onLeave">) {
  const t = useText();
  const acts = useActs();
  const panels = useItemPanels();
  const { interaction, customer } = item;
  const section = interaction.is_overdue ? "overdue" : "today";
  const { complete: _, ...commands } = panels.commandsOf(item);
  useCommands(commands);
  const isOpen = panels.panelOf(interaction.id) !== null;
  return (
    <article className={style.card} data-item tabIndex={-1} aria-label={`${customer.name}: ${interaction.title}`}>
      <div className={style.title}>
        <Knot type={interaction.type} tone={section} before="past" after="planned" />
        <div>
          <h1 className={style.customer}>{customer.name}</h1>
          <p className={style.subject}>
            {interaction.title} <When item={item} zone={queue.zone} today={today} />
          </p>
        </div>
      </div>
      {interaction.description !== null && <p className={style.description}>{interaction.description}</p>}
      {isOpen ? (
        <ItemPanel item={item} panels={panels} isInGrid={false} />
      ) : (
        <OutcomeStrip
          item={item}
          onChoose={(peek, note) => void done.complete(item, peek, note, { section, before: [] })}
          onSkip={(_peek, note) => void acts.skip(item, note || undefined)}
          onCancel={() => panels.show(interaction.id, "cancel")}
        />
      )}
      <div className={style.acts}>
        {PANELS.filter((panel) => panel !== "complete" && panel !== "cancel").map((panel) => (
          <Button key={panel} look="quiet" onPress={() => panels.show(interaction.id, panel)}>
            {t(`items.${panel}`)}
          </Button>
        ))}
      </div>
      <History customerId={interaction.customer_id} zone={queue.zone} />
    </article>
  );
}

function When({ item: { interaction }, zone, today }: { item: QueueItem; zone: string; today: string }) {
  const moment = interaction.is_overdue ? dueOf(interaction) : plannedFor(interaction);
  if (moment === null) return null;
  return (
    <time className={style.when} data-late={interaction.is_overdue || undefined} title={writeMoment(moment, zone)}>
      {sayMoment(moment, zone, today)}
    </time>
  );
}

/** What was said and done with the customer before, the newest first. */
function History({ customerId, zone }: { customerId: string; zone: string }) {
  const t = useText();
  const { data: entries = [] } = useQuery(historyQuery(customerId));
  const told = entries.filter(({ interaction, note }) => note != null || interaction?.completed_at != null);
  if (told.length === 0) return null;
  return (
    <section className={style.history}>
      <h2>{t("today.focusHistory")}</h2>
      <ul>
        {told.map((entry) => (
          <Past key={entry.id} entry={entry} zone={zone} />
        ))}
      </ul>
    </section>
  );
}

function Past({ entry: { at, interaction, note }, zone }: { entry: TimelineEntry; zone: string }) {
  const label = useOutcomeLabel();
  const came = interaction?.outcome == null ? "" : label(interaction.outcome);
  return (
    <li className={style.past}>
      <Knot type={interaction?.type ?? "note"} tone="plain" isOpen={false} before="past" after="past" />
      <span>
        <span className={style.day}>{formatDay(dayOf(at, zone), formatLocale())}</span>{" "}
        {note?.body ?? [interaction?.title, came].filter(Boolean).join(": ")}
        {interaction?.outcome_details != null && <q className={style.details}>{interaction.outcome_details}</q>}
      </span>
    </li>
  );
}
