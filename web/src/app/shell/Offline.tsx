// The line that says that the server cannot be reached, since when, and what will be sent.

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
  if (since === null) return null;
  const time = formatTime(since, zoneHere(), formatLocale());
  return (
    <div className={style.offline}>
      <Banner tone="waiting">
        {count > 0 ? t("app.offlineWaiting", { time, count }) : t("app.offline", { time })}
      </Banner>
    </div>
  );
}
