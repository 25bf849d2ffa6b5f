// The working day: what is late, what is for today, what comes, what was done, and who has been left without a next step.

import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import { dayOf } from "../../core/format.ts";
import { useCommands } from "../../core/keys.ts";
import { lazy } from "../../core/lazy.ts";
import { offlineSince } from "../../core/online.ts";
import { useTitle } from "../../core/title.ts";
import { showToast } from "../../core/toasts.ts";
import { useText } from "../../i18n/text.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { Opening } from "../../ui/Opening.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { Head } from "./Head.tsx";
import { countOf } from "./model.ts";
import { QueueList } from "./QueueList.tsx";
import { FIRST_LENGTH, queueQuery } from "./queries.ts";
import type { TodaySearch } from "./routes.ts";
import style from "./TodayPage.module.css";
import { useDone } from "./useDone.ts";
import { useWhose } from "./useWhose.ts";

const FocusMode = lazy(() => import("./FocusMode.tsx"));
const Sweep = lazy(() => import("./Sweep.tsx"));
/** Each time more is asked for it is so many times as much: a long list is at its end after a few. */
const GROWTH = 4;

export function TodayPage() {
  const t = useText();
  useTitle(t("app.today"));
  const { focus = false } = useSearch({ from: "/inside/today" });
  const navigate = useNavigate({ from: "/today" });
  const whose = useWhose(FIRST_LENGTH);
  const [limit, setLimit] = useState(FIRST_LENGTH);
  const [isSweeping, setSweeping] = useState(false);
  const done = useDone();
  const queue = useQuery(queueQuery(whose, limit));
  const setFocus = (isOn: boolean) =>
    void navigate({ search: (before: TodaySearch) => ({ ...before, focus: isOn || undefined }), replace: true });
  const overdue = queue.data === undefined ? 0 : countOf(queue.data, "overdue", done.hidden);
  const sweep = () => (offlineSince.get() === null ? setSweeping(true) : showToast(t("today.sweepOffline")));
  useCommands({
    focusMode: () => setFocus(!focus),
    ...(overdue > 0 ? { sweep } : {}),
  });
  if (queue.data === undefined) {
    return (
      <div className={style.page}>
        <Head queue={undefined} whose={whose} hidden={done.hidden} />
        {queue.error === null ? (
          <Skeleton rows={8} />
        ) : (
          <ErrorPanel error={queue.error} title={t("today.failed")} onRetry={() => void queue.refetch()} />
        )}
      </div>
    );
  }
  const today = dayOf(queue.data.as_of, queue.data.zone);
  const shared = { queue: queue.data, today, done };
  return (
    <div className={style.page}>
      {focus ? (
        <Suspense fallback={<Skeleton rows={8} />}>
          <FocusMode {...shared} onLeave={() => setFocus(false)} />
        </Suspense>
      ) : (
        <>
          <Head queue={queue.data} whose={whose} hidden={done.hidden} onFocus={() => setFocus(true)} />
          <QueueList
            {...shared}
            onSweep={() => setSweeping(true)}
            onMore={() => setLimit(limit * GROWTH)}
            isGrowing={queue.isPlaceholderData}
          />
        </>
      )}
      {isSweeping && (
        <Opening>
          <Sweep whose={whose} count={overdue} onClose={() => setSweeping(false)} />
        </Opening>
      )}
    </div>
  );
}
