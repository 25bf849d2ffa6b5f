// The rail at the side; on phones the bar below.

import { Link } from "@tanstack/react-router";
import { CircleHelp, PanelLeftClose, PanelLeftOpen, Plus, Search } from "lucide-react";
import { useMay } from "../../api/session.ts";
import { compose } from "../../core/composing.ts";
import { kept } from "../../core/kept.ts";
import { useStore } from "../../core/store.ts";
import { useText } from "../../i18n/text.tsx";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Keys } from "../../ui/Keys.tsx";
import style from "./Navigation.module.css";
import { Account, More, Tenant } from "./Openers.tsx";
import { showOverlay } from "./overlays.ts";
import { PLACES } from "./places.ts";

const isNarrow = kept<boolean>("rail.narrow", false, (value): value is boolean => typeof value === "boolean");

export function Rail() {
  const t = useText();
  const narrow = useStore(isNarrow);
  return (
    <header className={style.rail} data-narrow={narrow || undefined}>
      <div className={style.top}>
        <Wordmark />
        <IconButton label={t(narrow ? "app.widen" : "app.narrow")} onPress={() => isNarrow.set(!narrow)}>
          {narrow ? <PanelLeftOpen size={18} aria-hidden /> : <PanelLeftClose size={18} aria-hidden />}
        </IconButton>
      </div>
      <Tenant isNarrow={narrow} />
      <nav aria-label={t("app.navigation")} className={style.places}>
        <ul>
          {PLACES.map(({ to, label, icon: Icon }) => (
            <li key={to}>
              <Link to={to} className={style.place} title={narrow ? t(label) : undefined}>
                <span className={style.bead}>
                  <Icon size={17} aria-hidden />
                </span>
                <span className={style.name}>{t(label)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <button type="button" className={style.find} onClick={() => showOverlay("palette")}>
        <Search size={16} aria-hidden />
        <span className={style.name}>{t("app.find")}</span>
        <span className={style.name}>
          <Keys of="palette" />
        </span>
      </button>
      <div className={style.foot}>
        <IconButton label={t("commands.keyMap")} command="keyMap" onPress={() => showOverlay("keyMap")}>
          <CircleHelp size={18} aria-hidden />
        </IconButton>
        <Account isNarrow={narrow} />
      </div>
    </header>
  );
}

export function BottomBar() {
  const t = useText();
  const mayWrite = useMay("interactions:write");
  return (
    <nav aria-label={t("app.navigation")} className={style.bar}>
      {PLACES.filter(({ isBehindMore }) => !isBehindMore).map(({ to, label, icon: Icon }) => (
        <Link key={to} to={to} className={style.tab}>
          <Icon size={20} aria-hidden />
          {t(label)}
        </Link>
      ))}
      {mayWrite && (
        <Button look="quiet" onPress={() => compose()}>
          <span className={style.tabInner}>
            <Plus size={20} aria-hidden />
            {t("app.new")}
          </span>
        </Button>
      )}
      <Button look="quiet" onPress={() => showOverlay("palette")}>
        <span className={style.tabInner}>
          <Search size={20} aria-hidden />
          {t("app.findShort")}
        </span>
      </Button>
      <More />
    </nav>
  );
}

/** The name as a piece of thread: what was, the bead of now, and what comes. */
export function Wordmark() {
  return (
    <span className={style.mark}>
      <svg viewBox="0 0 14 30" width="14" height="30" fill="none" aria-hidden="true">
        <path d="M7 0v9" stroke="var(--control)" strokeWidth="2" />
        <circle cx="7" cy="15" r="4.500" stroke="var(--accent)" strokeWidth="2.500" />
        <path d="M7 21v9" stroke="var(--control)" strokeWidth="2" strokeDasharray="2.500 3" />
      </svg>
      <span className={style.wordmark}>Onward</span>
    </span>
  );
}
