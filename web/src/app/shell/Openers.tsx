// The buttons that open the account's menu and the tenants'. The menus come after the first paint; until then the
// buttons stand there alone, so that nothing moves, and remember that they were pressed or have the focus.

import { ChevronsUpDown, Ellipsis, UserRound } from "lucide-react";
import { Suspense, useLayoutEffect, useRef, useState } from "react";
import { useIntroduction, useSession } from "../../api/session.ts";
import { lazy } from "../../core/lazy.ts";
import { withWords } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import style from "./Openers.module.css";

const AccountMenu = lazy(withWords(() => import("./AccountMenu.tsx")));
const TenantMenu = lazy(() => import("./TenantMenu.tsx"));

export function Account({ isNarrow }: { isNarrow: boolean }) {
  const t = useText();
  const { person } = useSession();
  const { is_local } = useIntroduction();
  const { isWanted, arrive, button } = useWaiting();
  const name = person?.name ?? t(is_local ? "app.localOwner" : "app.you");
  const opener = (
    <Button look="quiet" aria-label={t("app.accountOf", { name })} {...button}>
      <span className={style.opener}>
        <UserRound size={18} aria-hidden />
        {!isNarrow && <span className={style.name}>{name}</span>}
      </span>
    </Button>
  );
  return (
    <Suspense fallback={opener}>
      <AccountMenu trigger={opener} isOpenAtFirst={isWanted} />
      <Arrival onArrive={arrive} />
    </Suspense>
  );
}

/** The same on phones, with the tenants in it. */
export function More() {
  const t = useText();
  const { isWanted, arrive, button } = useWaiting();
  const opener = (
    <Button look="quiet" {...button}>
      <span className={style.more}>
        <Ellipsis size={20} aria-hidden />
        {t("app.more")}
      </span>
    </Button>
  );
  return (
    <Suspense fallback={opener}>
      <AccountMenu trigger={opener} isOpenAtFirst={isWanted} withTenants />
      <Arrival onArrive={arrive} />
    </Suspense>
  );
}

/** The name of the tenant that one works in; with several memberships also the way to another. */
export function Tenant({ isNarrow }: { isNarrow: boolean }) {
  const t = useText();
  const { memberships, current } = useSession();
  const { isWanted, arrive, button } = useWaiting();
  if (current === null) return null;
  const name = isNarrow ? initial(current.tenant_name) : current.tenant_name;
  if (memberships.length < 2) {
    return (
      <p className={style.tenant} title={current.tenant_name}>
        {name}
      </p>
    );
  }
  const opener = (
    <Button aria-label={t("app.tenantNow", { name: current.tenant_name })} isWide {...button}>
      <span className={style.name}>{name}</span>
      {!isNarrow && <ChevronsUpDown size={14} aria-hidden />}
    </Button>
  );
  return (
    <Suspense fallback={opener}>
      <TenantMenu trigger={opener} isOpenAtFirst={isWanted} />
      <Arrival onArrive={arrive} />
    </Suspense>
  );
}

/** What a button knows while its menu is on its way. By references: to draw it anew would bring a menu that is there
 * by then between the two halves of a press. */
function useWaiting() {
  const [isWanted, setWanted] = useState(false);
  const ref = useRef<HTMLButtonElement>(null);
  const hasFocus = useRef(false);
  const arrive = () => {
    if (hasFocus.current && !isWanted && document.activeElement === document.body) ref.current?.focus();
  };
  const button = {
    ref,
    onPress: () => setWanted(true),
    onFocusChange: (isFocused: boolean) => {
      hasFocus.current = isFocused;
    },
  };
  return { isWanted, arrive, button };
}

/** Stands beside what comes later: the button in it takes the place of the one that waited, and the focus with it. */
function Arrival({ onArrive }: { onArrive: () => void }) {
  const atFirst = useRef(onArrive);
  useLayoutEffect(() => atFirst.current(), []);
  return null;
}

function initial(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? "";
}
