// Who one is here, how things look, the language, and the way out.

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { BookOpen, Keyboard, LogOut } from "lucide-react";
import type { ReactNode } from "react";
import { onward } from "../../api/client.ts";
import { explain } from "../../api/problems.ts";
import { sessionQuery, useSession } from "../../api/session.ts";
import { chooseDensity, DENSITIES, density } from "../../core/density.ts";
import { useMedia } from "../../core/media.ts";
import { serverAddress } from "../../core/place.ts";
import { useStore } from "../../core/store.ts";
import { THEMES, theme } from "../../core/theme.ts";
import { showToast } from "../../core/toasts.ts";
import { forgetUndo } from "../../core/undo.ts";
import { choose, chosenLocale, LOCALES, type Locale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { Menu, MenuGroup, MenuItem } from "../../ui/Menu.tsx";
import { showOverlay } from "./overlays.ts";
import { PLACES } from "./places.ts";
import { TenantGroup } from "./TenantGroup.tsx";

interface AccountMenuProps {
  trigger: ReactNode;
  isOpenAtFirst: boolean;
  withTenants?: boolean;
}

/** `withTenants`: on phones the tenants and further places stand in the same menu. */
export default function AccountMenu({ trigger, isOpenAtFirst, withTenants = false }: AccountMenuProps) {
  const t = useText();
  const { person } = useSession();
  const signOut = useSignOut();
  // Fingers need the highest rows; there is nothing to choose.
  const isTouched = useMedia("(pointer: coarse)");
  return (
    <Menu label={t("app.account")} trigger={trigger} isOpenAtFirst={isOpenAtFirst}>
      {withTenants && <FurtherPlaces />}
      <Appearance />
      {!isTouched && <Rows />}
      <Language />
      <MenuGroup label={t("shell.helpGroup")}>
        <MenuItem icon={<Keyboard size={16} />} end={<Keys of="keyMap" />} onAction={() => showOverlay("keyMap")}>
          {t("commands.keyMap")}
        </MenuItem>
        <MenuItem icon={<BookOpen size={16} />} href={serverAddress("/docs")} target="_blank" rel="noopener">
          {t("shell.apiDocs")}
        </MenuItem>
      </MenuGroup>
      {withTenants && <TenantGroup />}
      {person !== null && (
        <MenuGroup label={t("app.account")}>
          <MenuItem icon={<LogOut size={16} />} onAction={() => void signOut()}>
            {t("shell.signOut")}
          </MenuItem>
        </MenuGroup>
      )}
    </Menu>
  );
}

/** Those that have no room on the bar. */
function FurtherPlaces() {
  const t = useText();
  const router = useRouter();
  return (
    <MenuGroup label={t("app.navigation")}>
      {PLACES.filter(({ isBehindMore }) => isBehindMore).map(({ to, label, icon: Icon }) => (
        <MenuItem key={to} icon={<Icon size={16} />} onAction={() => void router.navigate({ to })}>
          {t(label)}
        </MenuItem>
      ))}
    </MenuGroup>
  );
}

function Appearance() {
  const t = useText();
  const chosen = useStore(theme);
  return (
    <MenuGroup
      title={t("shell.appearance")}
      selectionMode="single"
      selectedKeys={[chosen]}
      onSelectionChange={(keys) => {
        const [first] = keys === "all" ? [] : keys;
        theme.set(THEMES.find((each) => each === first) ?? chosen);
      }}
    >
      {THEMES.map((each) => (
        <MenuItem key={each} id={each}>
          {t(`shell.theme.${each}`)}
        </MenuItem>
      ))}
    </MenuGroup>
  );
}

function Rows() {
  const t = useText();
  const chosen = useStore(density);
  return (
    <MenuGroup
      title={t("shell.density")}
      selectionMode="single"
      selectedKeys={[chosen]}
      onSelectionChange={(keys) => {
        const [first] = keys === "all" ? [] : keys;
        chooseDensity(DENSITIES.find((each) => each === first) ?? chosen);
      }}
    >
      {DENSITIES.map((each) => (
        <MenuItem key={each} id={each}>
          {t(`shell.density.${each}`)}
        </MenuItem>
      ))}
    </MenuGroup>
  );
}

/** Each by its own name, so that whoever cannot read the page finds theirs. */
function Language() {
  const t = useText();
  const chosen = useStore(chosenLocale);
  const nameOf = (locale: Locale) => new Intl.DisplayNames(locale, { type: "language" }).of(locale) ?? locale;
  return (
    <MenuGroup
      title={t("shell.language")}
      selectionMode="single"
      selectedKeys={[chosen]}
      onSelectionChange={(keys) => {
        const [first] = keys === "all" ? [] : keys;
        void choose(LOCALES.find((each) => each === first) ?? "");
      }}
    >
      <MenuItem id="">{t("shell.language.browser")}</MenuItem>
      {LOCALES.map((each) => (
        <MenuItem key={each} id={each}>
          {nameOf(each)}
        </MenuItem>
      ))}
    </MenuGroup>
  );
}

function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  const router = useRouter();
  return async () => {
    try {
      await onward.session.signOut();
    } catch (error) {
      showToast(explain(error), { tone: "failure" });
      return;
    }
    forgetUndo();
    await router.navigate({ to: "/sign-in" });
    client.clear();
    client.setQueryData(sessionQuery.queryKey, null);
  };
}
