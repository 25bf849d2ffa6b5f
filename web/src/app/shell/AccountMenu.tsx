// Who one is here, how things look, and the way out.

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { BookOpen, Keyboard, LogOut, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { onward } from "../../api/client.ts";
import { explain } from "../../api/problems.ts";
import { sessionQuery, useIntroduction, useSession, useSwitchTenant } from "../../api/session.ts";
import { serverAddress } from "../../core/place.ts";
import { useStore } from "../../core/store.ts";
import { THEMES, theme } from "../../core/theme.ts";
import { showToast } from "../../core/toasts.ts";
import { forgetUndo } from "../../core/undo.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { Menu, MenuGroup, MenuItem } from "../../ui/Menu.tsx";
import style from "./AccountMenu.module.css";
import { showOverlay } from "./overlays.ts";

export function AccountMenu({ trigger, isNarrow = false }: { trigger?: ReactNode; isNarrow?: boolean }) {
  const t = useText();
  const { person } = useSession();
  const { is_local } = useIntroduction();
  const signOut = useSignOut();
  const name = person?.name ?? t(is_local ? "app.localOwner" : "app.you");
  return (
    <Menu label={t("app.account")} trigger={trigger ?? <Opener name={name} isNarrow={isNarrow} />}>
      <Appearance />
      <MenuGroup label={t("app.helpGroup")}>
        <MenuItem icon={<Keyboard size={16} />} end={<Keys of="keyMap" />} onAction={() => showOverlay("keyMap")}>
          {t("commands.keyMap")}
        </MenuItem>
        <MenuItem icon={<BookOpen size={16} />} href={serverAddress("/docs")} target="_blank" rel="noopener">
          {t("app.apiDocs")}
        </MenuItem>
      </MenuGroup>
      {trigger !== undefined && <Tenants />}
      {person !== null && (
        <MenuGroup label={t("app.account")}>
          <MenuItem icon={<LogOut size={16} />} onAction={() => void signOut()}>
            {t("app.signOut")}
          </MenuItem>
        </MenuGroup>
      )}
    </Menu>
  );
}

function Opener({ name, isNarrow }: { name: string; isNarrow: boolean }) {
  const t = useText();
  return (
    <Button look="quiet" aria-label={t("app.accountOf", { name })}>
      <span className={style.opener}>
        <UserRound size={18} aria-hidden />
        {!isNarrow && <span className={style.name}>{name}</span>}
      </span>
    </Button>
  );
}

function Appearance() {
  const t = useText();
  const chosen = useStore(theme);
  return (
    <MenuGroup
      title={t("app.appearance")}
      selectionMode="single"
      selectedKeys={[chosen]}
      onSelectionChange={(keys) => {
        const [first] = keys === "all" ? [] : keys;
        theme.set(THEMES.find((each) => each === first) ?? chosen);
      }}
    >
      {THEMES.map((each) => (
        <MenuItem key={each} id={each}>
          {t(`app.theme.${each}`)}
        </MenuItem>
      ))}
    </MenuGroup>
  );
}

/** On phones the tenants stand in the same menu. */
function Tenants() {
  const t = useText();
  const { memberships, current } = useSession();
  const switchTo = useSwitchTenant();
  if (memberships.length < 2) return null;
  return (
    <MenuGroup
      title={t("app.tenants")}
      selectionMode="single"
      selectedKeys={current === null ? [] : [current.tenant_slug]}
      onSelectionChange={(keys) => {
        const [first] = keys === "all" ? [] : keys;
        if (first !== undefined) void switchTo(String(first));
      }}
    >
      {memberships.map(({ tenant_slug, tenant_name }) => (
        <MenuItem key={tenant_slug} id={tenant_slug}>
          {tenant_name}
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
