// What is shown, and how: the span of days, the view, whose items, what is ahead, and another zone's hours.

import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { peopleQuery, settingsQuery, useZone } from "../../api/tenant.ts";
import { zoneHere } from "../../core/format.ts";
import { useText } from "../../i18n/text.tsx";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { Select } from "../../ui/Select.tsx";
import { useNarrow } from "../../ui/useNarrow.ts";
import { VIEWS, type View } from "./kinds.ts";
import type { CalendarSearch } from "./routes.ts";
import style from "./Toolbar.module.css";
import { daysOf, turned } from "./views.ts";
import { placeWords, spanWords } from "./words.ts";

const here = getRouteApi("/inside/calendar");

export function Toolbar({
  view,
  day,
  today,
  who,
}: {
  view: View;
  day: string;
  today: string;
  who: string | undefined;
}) {
  const t = useText();
  const navigate = useNavigate();
  const search = here.useSearch();
  const isNarrow = useNarrow();
  const go = (change: CalendarSearch) => void navigate({ to: "/calendar", search: { ...search, ...change } });
  const views = isNarrow ? VIEWS.filter((each) => each === "day" || each === "agenda") : VIEWS;
  const title = spanWords(view, day, daysOf(view, day));
  const hasHours = view === "week" || view === "day";
  return (
    <header className={style.toolbar}>
      <h1 className={style.title}>
        <span className="visually-hidden">{t("calendar.title")}: </span>
        {title}
      </h1>
      <div className={style.turns}>
        <IconButton label={t("calendar.before")} onPress={() => go({ day: turned(view, day, -1) })}>
          <ChevronLeft size={18} aria-hidden />
        </IconButton>
        <Button onPress={() => go({ day: undefined })} isDisabled={day === today}>
          {t("calendar.today")}
        </Button>
        <IconButton label={t("calendar.after")} onPress={() => go({ day: turned(view, day, 1) })}>
          <ChevronRight size={18} aria-hidden />
        </IconButton>
      </div>
      <fieldset className={style.views}>
        <legend className="visually-hidden">{t("calendar.view")}</legend>
        {views.map((each) => (
          <button key={each} type="button" aria-pressed={each === view} onClick={() => go({ view: each })}>
            {t(`calendar.view.${each}`)}
          </button>
        ))}
      </fieldset>
      <div className={style.filters}>
        <p className={style.hint}>
          <Keys of="move" /> {t("calendar.moveHint")}
        </p>
        <Who who={who} onChange={(chosen) => go({ who: chosen })} />
        <button
          type="button"
          className={style.toggle}
          aria-pressed={search.ahead === true}
          onClick={() => go({ ahead: search.ahead === true ? undefined : true })}
        >
          {t("calendar.ahead")}
        </button>
        {hasHours && <OtherZone chosen={search.zone} onChange={(zone) => go({ zone })} />}
      </div>
    </header>
  );
}

const ALL = "all";

function Who({ who, onChange }: { who: string | undefined; onChange: (who: string | undefined) => void }) {
  const t = useText();
  const { data: people = [] } = useQuery(peopleQuery);
  const members = people
    .filter(({ id, is_active }) => is_active || id === who)
    .map(({ id, name }) => ({ id, label: name }));
  return (
    <div className={style.who}>
      <Select
        label={t("calendar.who")}
        hidesLabel
        options={[
          { id: ALL, label: t("calendar.everybody") },
          { id: "me", label: t("calendar.mine") },
          { id: "none", label: t("calendar.nobodys") },
          ...members,
        ]}
        selectedKey={who ?? ALL}
        onSelectionChange={(key) => onChange(key === ALL || key === null ? undefined : String(key))}
      />
    </div>
  );
}

/** The zones that somebody here lives in, and that of the browser. */
function OtherZone({ chosen, onChange }: { chosen: string | undefined; onChange: (zone: string | undefined) => void }) {
  const t = useText();
  const own = useZone();
  const { data: people = [] } = useQuery(peopleQuery);
  const { data: settings } = useQuery(settingsQuery);
  const known = [zoneHere(), settings?.zone, ...people.map(({ zone }) => zone), "UTC", chosen];
  const zones = [...new Set(known.flatMap((zone) => zone ?? []))].filter((zone) => zone !== own).sort();
  return (
    <div className={style.who}>
      <Select
        label={t("calendar.otherZone")}
        hidesLabel
        options={[
          { id: ALL, label: t("calendar.noOtherZone") },
          ...zones.map((zone) => ({ id: zone, label: placeWords(zone) })),
        ]}
        selectedKey={chosen ?? ALL}
        onSelectionChange={(key) => onChange(key === ALL || key === null ? undefined : String(key))}
      />
    </div>
  );
}
