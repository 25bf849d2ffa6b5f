// What is planned, by month, week and day; on phones as a list of days.

import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Suspense, useMemo, useState } from "react";
import { useMay } from "../../api/session.ts";
import { settingsQuery, typesQuery, useZone } from "../../api/tenant.ts";
import { minutesOf } from "../../core/calendar.ts";
import { addDays, todayIn } from "../../core/days.ts";
import { useCommands } from "../../core/keys.ts";
import { lazy } from "../../core/lazy.ts";
import { useTitle } from "../../core/title.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { LazyItemPanel } from "../../ui/LazyItemPanel.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { useItemPanels } from "../../ui/useItemPanels.ts";
import { useNarrow } from "../../ui/useNarrow.ts";
import { Waiting } from "../../ui/Waiting.tsx";
import { Agenda } from "./Agenda.tsx";
import style from "./Calendar.module.css";
import below from "./Details.module.css";
import type { View } from "./kinds.ts";
import { Month } from "./Month.tsx";
import { type Placed, placedIn, type Standing } from "./placing.ts";
import { type Ahead, aheadQuery, daysOffQuery, spanQuery } from "./queries.ts";
import type { Shown } from "./shown.ts";
import { TimeGrid } from "./TimeGrid.tsx";
import { Toolbar } from "./Toolbar.tsx";
import { useDragging } from "./useDragging.ts";
import { slotWords, useMoveKeys, useMoving } from "./useMoving.ts";
import { daysOf } from "./views.ts";

const MoveTo = lazy(async () => ({ default: (await import("./MoveDialogs.tsx")).MoveTo }));
const HolidayQuestion = lazy(async () => ({ default: (await import("./MoveDialogs.tsx")).HolidayQuestion }));
const VIEW_OF = { month: Month, week: TimeGrid, day: TimeGrid, agenda: Agenda };
const FAR_DAYS = 60;
const NO_STEPS: Ahead = { steps: [], isPartial: false };
const here = getRouteApi("/inside/calendar");

export function CalendarPage() {
  const t = useText();
  useTitle(t("calendar.title"));
  const zone = useZone();
  const settings = useQuery(settingsQuery);
  const search = here.useSearch();
  const view = useView(search.view);
  const today = todayIn(zone);
  const day = search.day ?? today;
  return (
    <div className={style.page}>
      <Toolbar view={view} day={day} today={today} who={search.who} />
      <Waiting for={settings} rows={8}>
        {() => <Planned key={view} view={view} day={day} today={today} zone={zone} />}
      </Waiting>
    </div>
  );
}

/** A phone has room for a list of days, and for one. */
function useView(asked: View | undefined): View {
  const isNarrow = useNarrow();
  if (isNarrow) return asked === "day" ? "day" : "agenda";
  return asked ?? "month";
}

interface PlannedProps {
  view: View;
  day: string;
  today: string;
  zone: string;
}

function Planned({ view, day, today, zone }: PlannedProps) {
  const t = useText();
  const days = daysOf(view, day);
  const [first = day] = days;
  const last = days.at(-1) ?? day;
  const { who, ahead: hasAhead = false } = here.useSearch();
  const ahead = useQuery({ ...aheadQuery(days, last, who, zone), enabled: hasAhead });
  const found = useQuery(spanQuery(first, last, who));
  const { data: types = [] } = useQuery(typesQuery);
  const { data: daysOff = NO_DAYS_OFF } = useQuery(daysOffQuery(addDays(first, -FAR_DAYS), addDays(last, FAR_DAYS)));
  const placed = useMemo(
    () => placedIn(found.data ?? [], zone, (type) => types.find(({ key }) => key === type)?.duration_minutes ?? null),
    [found.data, zone, types],
  ).filter(({ slot }) => days.includes(slot.day));
  if (found.isError && found.data === undefined)
    return <ErrorPanel error={found.error} title={t("calendar.failed")} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton rows={8} />;
  const steps = hasAhead ? (ahead.data ?? NO_STEPS) : NO_STEPS;
  return (
    <>
      {hasAhead && ahead.isError && (
        <ErrorPanel error={ahead.error} title={t("calendar.aheadFailed")} onRetry={() => void ahead.refetch()} />
      )}
      {steps.isPartial && <p className={style.note}>{t("calendar.aheadPartial")}</p>}
      <Drawn
        view={view}
        day={day}
        today={today}
        zone={zone}
        days={days}
        placed={placed}
        ahead={steps}
        daysOff={daysOff}
      />
    </>
  );
}

const NO_DAYS_OFF: ReadonlyMap<string, string> = new Map();

interface DrawnProps extends PlannedProps {
  days: string[];
  placed: Placed[];
  ahead: Ahead;
  daysOff: ReadonlyMap<string, string>;
}

function Drawn({ view, placed, ahead, daysOff, ...given }: DrawnProps) {
  const { data: settings } = useQuery(settingsQuery);
  const navigate = useNavigate();
  const search = here.useSearch();
  const isNarrow = useNarrow();
  const show = (to: View, day: string) => void navigate({ to: "/calendar", search: { ...search, view: to, day } });
  const hasTimes = view === "week" || view === "day";
  const moving = useMoving({ zone: given.zone, daysOff });
  const dragging = useDragging(moving);
  const mayMove = useMay("interactions:write");
  const panels = useItemPanels();
  const [chosen, setChosen] = useState<string | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const [isNaming, setNaming] = useState(false);
  const active = placed.find(({ id }) => id === chosen) ?? placed[0] ?? null;
  const open = placed.find(({ id }) => id === opened) ?? null;
  useMoveKeys(moving, moving.placed !== null, hasTimes);
  const focus = (step: 1 | -1) => {
    const at = placed.findIndex(({ id }) => id === active?.id);
    const isNew = document.activeElement?.closest("[data-id]") == null;
    const next = placed[isNew ? Math.max(at, 0) : at + step];
    if (next !== undefined) document.querySelector<HTMLElement>(`[data-id="${next.id}"]`)?.focus();
  };
  const isOpen = active !== null && active.item.interaction.status !== "completed";
  useCommands({
    next: () => focus(1),
    previous: () => focus(-1),
    ...(active !== null && isOpen && mayMove
      ? {
          ...withOpening(panels.commandsOf(active.item), () => setOpened(active.id)),
          move: () => moving.begin(active),
        }
      : {}),
  });
  const shown: Shown = {
    ...given,
    view,
    daysOff,
    byDay: byDayOf(placed),
    ahead: byDayOf(ahead.steps),
    otherZone: otherZoneIn(search.zone, given.zone),
    most: mostOf(view, isNarrow),
    weekdays: settings?.calendar.weekdays ?? [],
    opens: minutesOf(settings?.calendar.opens_at ?? "09:00"),
    closes: minutesOf(settings?.calendar.closes_at ?? "17:00"),
    activeId: active?.id ?? null,
    mayMove,
    onActive: setChosen,
    onOpen: (id) => {
      setChosen(id);
      setOpened(id);
      panels.close();
    },
    onDay: (day) => show("day", day),
    onCrowd: (day) => show(view === "day" ? "agenda" : "day", day),
    moving,
    dragging,
  };
  const View = VIEW_OF[view];
  return (
    <>
      <View {...shown} />
      {moving.placed !== null && moving.to !== null && <OnItsWay placed={moving.placed} shown={shown} />}
      {open !== null && (
        <Details
          placed={open}
          panels={panels}
          onMove={() => setNaming(true)}
          onClose={() => setOpened(null)}
          mayMove={mayMove}
        />
      )}
      <Suspense>
        {moving.asked !== null && <HolidayQuestion shown={shown} />}
        {isNaming && open !== null && (
          <MoveTo
            placed={open}
            zone={given.zone}
            onMove={(to) => moving.put(open, to)}
            onClose={() => setNaming(false)}
          />
        )}
      </Suspense>
    </>
  );
}

/** What unfolds for an item needs a place: it is opened first. */
function withOpening<T extends Record<string, (() => void) | undefined>>(commands: T, open: () => void) {
  return Object.fromEntries(
    Object.entries(commands).map(([id, run]) => [
      id,
      () => {
        open();
        run?.();
      },
    ]),
  );
}

/** How many can be read side by side. */
function mostOf(view: View, isNarrow: boolean): number {
  return view === "week" || isNarrow ? 2 : 6;
}

/** One that the browser knows and that is not the calendar's own. */
function otherZoneIn(asked: string | undefined, zone: string): string | null {
  if (asked === undefined || asked === zone) return null;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: asked }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

function byDayOf<T extends Standing>(placed: readonly T[]): Map<string, T[]> {
  const byDay = new Map<string, T[]>();
  for (const each of placed) byDay.set(each.slot.day, [...(byDay.get(each.slot.day) ?? []), each]);
  return byDay;
}

function OnItsWay({ placed, shown: { moving } }: { placed: Placed; shown: Shown }) {
  const t = useText();
  const values = {
    title: placed.item.interaction.title,
    from: slotWords(placed.slot),
    to: slotWords(moving.to ?? placed.slot),
  };
  return (
    <div className={below.bar} role="status">
      <span>{t("calendar.onItsWay", values)}</span>
      <Button look="strong" onPress={moving.drop}>
        {t("calendar.put")}
      </Button>
      <Button onPress={moving.cancel}>{t("calendar.leave")}</Button>
    </div>
  );
}

interface DetailsProps {
  placed: Placed;
  panels: ReturnType<typeof useItemPanels>;
  mayMove: boolean;
  onMove: () => void;
  onClose: () => void;
}

function Details({ placed, panels, mayMove, onMove, onClose }: DetailsProps) {
  const t = useText();
  const { interaction, customer } = placed.item;
  const isOpen = interaction.status !== "completed";
  useCommands({ back: onClose });
  return (
    <section className={below.details} aria-label={interaction.title} data-item tabIndex={-1}>
      <div className={below.detailsHead}>
        <p>
          <Link to="/customers/$customerId" params={{ customerId: interaction.customer_id }}>
            {customer?.name}
          </Link>{" "}
          <strong>{interaction.title}</strong> · {slotWords(placed.slot)}
        </p>
        <div className={below.detailsActs}>
          {isOpen && mayMove && (
            <>
              <Button look="strong" onPress={() => panels.show(interaction.id, "complete")}>
                {t("items.complete")}
              </Button>
              <Button onPress={onMove}>{t("calendar.moveTo")}</Button>
              <Button onPress={() => panels.show(interaction.id, "acts")}>{t("calendar.others")}</Button>
            </>
          )}
          <Button look="quiet" onPress={onClose}>
            {t("ui.close")}
          </Button>
        </div>
      </div>
      <LazyItemPanel item={placed.item} panels={panels} isInGrid={false} />
    </section>
  );
}
