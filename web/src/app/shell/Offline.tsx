// The line that says that the server cannot be reached, since when, and what will be sent; or that it takes nothing.

import { waitingCount } from "../../api/outbox.ts";
import { formatTime, zoneHere } from "../../core/format.ts";
import { offlineSince } from "../../core/online.ts";
import { useStore } from "../../core/store.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Banner } from "../../ui/Banner.tsx";
import style from "./Shell.module.css";

export function Offline() {
  const t = useText();
  const since = useStore(offlineSince);
  const count = useStore(waitingCount);
  if (since === null && count === 0) return null;
  return (
    <div className={style.offline}>
      <Banner tone="waiting">
        {since === null ? t("app.waiting", { count }) : <Since since={since} count={count} />}
      </Banner>
    </div>
  );
}

function Since({ since, count }: { since: string; count: number }) {
  const t = useText();
  const time = formatTime(since, zoneHere(), formatLocale());
  return count > 0 ? t("app.offlineWaiting", { time, count }) : t("app.offline", { time });
}
