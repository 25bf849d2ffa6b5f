// The frame around every page of somebody who is in: navigation, work, and what floats above them.

import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { Suspense, useEffect, useRef } from "react";
import { useMay, useSession } from "../../api/session.ts";
import { compose, composing } from "../../core/composing.ts";
import { focusPage } from "../../core/focus.ts";
import { useCommands } from "../../core/keys.ts";
import { lazy } from "../../core/lazy.ts";
import { whenQuiet } from "../../core/quiet.ts";
import { useStore } from "../../core/store.ts";
import { showToast } from "../../core/toasts.ts";
import { undoLast } from "../../core/undo.ts";
import { withWords } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Opening } from "../../ui/Opening.tsx";
import { Framed } from "../Room.tsx";
import { BottomBar, Rail } from "./Navigation.tsx";
import { Offline } from "./Offline.tsx";
import { overlays, showOverlay } from "./overlays.ts";
import style from "./Shell.module.css";
import { TypeGlyphs } from "./TypeGlyphs.tsx";
import { useConnection } from "./useConnection.ts";

const loadPalette = withWords(() => import("./Palette.tsx"));
const Palette = lazy(loadPalette);
const loadComposer = withWords(() => import("../../features/composer/Composer.tsx"));
const Composer = lazy(loadComposer);
const loadKeyMap = withWords(() => import("./KeyMap.tsx"));
const KeyMap = lazy(loadKeyMap);
const Nowhere = lazy(withWords(() => import("./Nowhere.tsx")));

export function Shell() {
  const t = useText();
  const { current } = useSession();
  useShellCommands();
  useConnection();
  useFocusOnPage();
  useEffect(() => whenQuiet(() => Promise.all([loadPalette(), loadComposer(), loadKeyMap()])), []);
  return (
    <TypeGlyphs>
      <div className={style.frame}>
        <a className={style.skip} href="#main">
          {t("app.skip")}
        </a>
        <Rail />
        <main id="main" tabIndex={-1} className={style.work}>
          <Offline />
          <Framed value={true}>
            <Suspense>{current === null ? <Nowhere /> : <Outlet key={current.tenant_id} />}</Suspense>
          </Framed>
        </main>
        <BottomBar />
        <Overlays />
      </div>
    </TypeGlyphs>
  );
}

function Overlays() {
  const shown = useStore(overlays);
  const begun = useStore(composing);
  return (
    <Opening>
      {shown === "palette" && <Palette onClose={() => showOverlay(null)} />}
      {shown === "keyMap" && <KeyMap onClose={() => showOverlay(null)} />}
      {begun !== null && <Composer begun={begun} onClose={() => composing.set(null)} />}
    </Opening>
  );
}

/** Whoever goes to another page by key goes on from its beginning, not from a navigation that may have scrolled away.
 * A sheet takes the focus itself, and gives it back to where it was on the page below. */
function useFocusOnPage(): void {
  const path = useLocation({ select: ({ pathname, state }) => (state.isSheet ? null : pathname) });
  const before = useRef(path);
  useEffect(() => {
    if (path === null || before.current === path) return;
    before.current = path;
    focusPage();
  }, [path]);
}

function useShellCommands(): void {
  const t = useText();
  const navigate = useNavigate();
  const mayWrite = useMay("interactions:write");
  const undo = async () => {
    if (!(await undoLast())) showToast(t("app.nothingToUndo"));
  };
  useCommands({
    palette: () => showOverlay(overlays.get() === "palette" ? null : "palette"),
    keyMap: () => showOverlay("keyMap"),
    undo: () => void undo(),
    ...(mayWrite ? { create: () => compose() } : {}),
    goToday: () => void navigate({ to: "/today" }),
    goInteractions: () => void navigate({ to: "/interactions" }),
    goCalendar: () => void navigate({ to: "/calendar" }),
    goCustomers: () => void navigate({ to: "/customers" }),
    goSettings: () => void navigate({ to: "/settings" }),
    goTemplates: () => void navigate({ to: "/templates" }),
  });
}
