// What the template would mean, in real dates: from a day that one chooses, along outcomes that one picks.

import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { settingsQuery } from "../../api/tenant.ts";
import { formatDay } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { type Choice, ComboBox } from "../../ui/ComboBox.tsx";
import { DateField } from "../../ui/DateField.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { Menu, MenuGroup, MenuItem } from "../../ui/Menu.tsx";
import { Ruler } from "../../ui/Ruler.tsx";
import { Knot } from "../../ui/Thread.tsx";
import type { Outline } from "./outline.ts";
import style from "./PreviewDock.module.css";
import { daysOffQuery, foundQuery } from "./queries.ts";
import { drawn, spanOf } from "./ruler.ts";
import { ShapeMap } from "./ShapeMap.tsx";
import type { Path, PathStep, Picks } from "./usePath.ts";
import { type Names, outcomeName, withNames } from "./words.ts";

interface PreviewDockProps {
  outline: Outline;
  names: Names;
  path: Path;
  start: string | null;
  picks: Picks;
  onStart: (day: string | null) => void;
  onCustomer: (id: string | null) => void;
  onPick: (place: number, outcome: string | null) => void;
}

export default function PreviewDock({
  outline,
  names,
  path,
  start,
  picks,
  onStart,
  onCustomer,
  onPick,
}: PreviewDockProps) {
  const t = useText();
  return (
    <section aria-labelledby="preview" className={style.dock}>
      <header className={style.head}>
        <h2 id="preview" className={style.title}>
          {t("templates.preview")}
        </h2>
        <ForWhom onChoose={onCustomer} />
        <DateField label={t("templates.start")} value={start} onChange={onStart} />
      </header>
      {path.error !== null && (
        <ErrorPanel error={path.error} title={t("templates.previewFailed")} onRetry={path.retry} />
      )}
      {path.checks.size > 0 && <p className={style.note}>{t("templates.previewOld")}</p>}
      <Days steps={path.steps} />
      <ol className={style.path} aria-busy={path.isWaiting}>
        {told(path.steps).map((step, place) => (
          <PathLine
            key={step.id}
            step={step}
            names={names}
            isFirst={place === 0}
            isLast={place === path.steps.length - 1}
            picked={picks[place] ?? null}
            offered={outcomesOf(outline, step, names)}
            onPick={(outcome) => onPick(place, outcome)}
          />
        ))}
      </ol>
      <ShapeMap outline={outline} />
    </section>
  );
}

/** With somebody chosen, their name is filled in, and the channels by which they want no contact count. */
function ForWhom({ onChoose }: { onChoose: (id: string | null) => void }) {
  const t = useText();
  const [words, setWords] = useState("");
  const { data = [] } = useQuery(foundQuery(words));
  const choices = data.map(({ id, name, company }): Choice => ({ id, label: name, detail: company ?? undefined }));
  return (
    <ComboBox
      label={t("templates.forWhom")}
      placeholder={t("templates.forAnybody")}
      choices={choices}
      inputValue={words}
      onInputChange={(typed) => {
        setWords(typed);
        if (typed === "") onChoose(null);
      }}
      onSelectionChange={(key) => {
        if (key === null) return;
        setWords(choices.find(({ id }) => id === key)?.label ?? "");
        onChoose(String(key));
      }}
    />
  );
}

/** A loop comes to a step again: each time is a line of its own. */
function told(steps: PathStep[]): (PathStep & { id: string })[] {
  const times = new Map<number, number>();
  return steps.map((step) => {
    const time = (times.get(step.step_number) ?? 0) + 1;
    times.set(step.step_number, time);
    return { ...step, id: `${step.step_number}/${time}` };
  });
}

/** The days of the path, with those on which nobody works. */
function Days({ steps }: { steps: PathStep[] }) {
  const t = useText();
  const span = spanOf(steps);
  const settings = useQuery(settingsQuery);
  const daysOff = useQuery({ ...daysOffQuery(span?.from ?? "", span?.to ?? ""), enabled: span !== null });
  if (span === null) return null;
  const locale = formatLocale();
  const picture = drawn(span, steps, settings.data?.calendar.weekdays, daysOff.data ?? [], locale);
  const label = t("templates.ruler", {
    count: steps.length,
    from: formatDay(span.first, locale),
    to: formatDay(span.last, locale),
  });
  return (
    <>
      <Ruler label={label} {...picture} />
      {picture.holidays.length > 0 && (
        <p className={style.note}>{t("templates.daysOff", { days: picture.holidays.join(", ") })}</p>
      )}
    </>
  );
}

interface PathLineProps {
  step: PathStep;
  names: Names;
  isFirst: boolean;
  isLast: boolean;
  picked: string | null;
  offered: string[];
  onPick: (outcome: string | null) => void;
}

function PathLine({ step, names, isFirst, isLast, picked, offered, onPick }: PathLineProps) {
  const t = useText();
  const locale = formatLocale();
  const day = step.scheduled_on ?? step.due_on;
  return (
    <li className={style.line}>
      <Knot
        type={step.type}
        tone="upcoming"
        before={isFirst ? "none" : "planned"}
        after={isLast ? "none" : "planned"}
      />
      <div className={style.words}>
        <p className={style.day}>
          {day !== null && <time dateTime={day}>{formatDay(day, locale)}</time>}
          {step.due_on !== null && step.due_on !== day && (
            <span className={style.due}>{t("templates.dueOn", { day: formatDay(step.due_on, locale) })}</span>
          )}
        </p>
        <p>
          {step.step_number}. {step.title}
        </p>
        <p className={style.why}>{step.explanation}</p>
        <Pick title={step.title} names={names} picked={picked} offered={offered} onPick={onPick} />
        {step.ended_because !== null && <p className={style.end}>{withNames(step.ended_because, names)}</p>}
      </div>
    </li>
  );
}

interface PickProps extends Pick<PathLineProps, "names" | "picked" | "offered" | "onPick"> {
  title: string;
}

const NONE = "none";

function Pick({ title, names, picked, offered, onPick }: PickProps) {
  const t = useText();
  const nameOf = (key: string | null) => (key === null ? t("templates.anyOther") : outcomeName(key, names));
  const label = t("templates.pick", { title });
  return (
    <Menu
      label={label}
      trigger={
        <Button look="quiet" aria-label={`${t("templates.then", { outcome: nameOf(picked) })} (${label})`}>
          {t("templates.then", { outcome: nameOf(picked) })} <ChevronDown size={14} aria-hidden />
        </Button>
      }
    >
      <MenuGroup
        label={label}
        selectionMode="single"
        selectedKeys={[picked ?? NONE]}
        onSelectionChange={(keys) => {
          const [chosen = NONE] = keys === "all" ? [] : [...keys].map(String);
          onPick(chosen === NONE ? null : chosen);
        }}
      >
        {[null, ...offered].map((key) => (
          <MenuItem key={key ?? NONE} id={key ?? NONE}>
            {nameOf(key)}
          </MenuItem>
        ))}
      </MenuGroup>
    </Menu>
  );
}

/** Those that the step's type has. */
function outcomesOf(outline: Outline, step: PathStep, { types, outcomes }: Names): string[] {
  const fields = outline.steps[step.step_number - 1]?.fields;
  const narrowed = types.find(({ key }) => key === fields?.type)?.outcomes;
  return [...(narrowed ?? outcomes.map(({ key }) => key)), "skipped"];
}
