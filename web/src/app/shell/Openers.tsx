// The buttons that open the account's menu and the tenants'. The menus come after the first paint; until then the
// buttons stand there alone, so that nothing moves, and remember that they were pressed.

import { ChevronsUpDown, Ellipsis, UserRound } from "lucide-react";
import { Suspense, useState } from "react";
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
  const [isWanted, setWanted] = useState(false);
  const name = person?.name ?? t(is_local ? "app.localOwner" : "app.you");
  const opener = (
    <Button look="quiet" aria-label={t("app.accountOf", { name })} onPress={() => setWanted(true)}>
      <span className={style.opener}>
        <UserRound size={18} aria-hidden />
        {!isNarrow && <span className={style.name}>{name}</span>}
      </span>
    </Button>
  );
  return (
    <Suspense fallback={opener}>
      <AccountMenu trigger={opener} isOpenAtFirst={isWanted} />
    </Suspense>
  );
}

/** The same on phones, with the tenants in it. */
export function More() {
  const t = useText();
  const [isWanted, setWanted] = useState(false);
  const opener = (
    <Button look="quiet" onPress={() => setWanted(true)}>
      <span className={style.more}>
        <Ellipsis size={20} aria-hidden />
        {t("app.more")}
      </span>
    </Button>
  );
  return (
    <Suspense fallback={opener}>
      <AccountMenu trigger={opener} isOpenAtFirst={isWanted} withTenants />
    </Suspense>
  );
}

/** The name of the tenant that one works in; with several memberships also the way to another. */
export function Tenant({ isNarrow }: { isNarrow: boolean }) {
  const t = useText();
  const { memberships, current } = useSession();
  const [isWanted, setWanted] = useState(false);
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
    <Button aria-label={t("app.tenantNow", { name: current.tenant_name })} isWide onPress={() => setWanted(true)}>
      <span className={style.name}>{name}</span>
      {!isNarrow && <ChevronsUpDown size={14} aria-hidden />}
    </Button>
  );
  return (
    <Suspense fallback={opener}>
      <TenantMenu trigger={opener} isOpenAtFirst={isWanted} />
    </Suspense>
  );
}

function initial(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? "";
}
