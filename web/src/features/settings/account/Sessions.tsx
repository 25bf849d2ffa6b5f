// Where one is signed in, and ending that from here.

import type { Session } from "@onward/client";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useAct } from "../../../api/acting.ts";
import { onward } from "../../../api/client.ts";
import { zoneHere } from "../../../core/format.ts";
import { formatMoment } from "../../../core/longDates.ts";
import { formatLocale } from "../../../i18n/locale.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Part } from "../../../ui/Page.tsx";
import { Row, Rows, Tag } from "../../../ui/Rows.tsx";
import { Waiting } from "../../../ui/Waiting.tsx";
import { browserIn } from "./browser.ts";

const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: ({ signal }) => onward.session.listSessions({ signal }),
});

export function Sessions() {
  const t = useText();
  const { isPending, act } = useAct(sessionsQuery.queryKey);
  const sessions = useQuery(sessionsQuery);
  const others = sessions.data?.filter(({ is_current }) => !is_current).length ?? 0;
  const endOthers = () =>
    act({ run: () => onward.session.endOtherSessions(), done: t("settings.othersEnded", { count: others }) });
  return (
    <Part
      title={t("settings.sessions")}
      actions={
        others > 0 && (
          <Button isPending={isPending} onPress={() => void endOthers()}>
            {t("settings.endOthers")}
          </Button>
        )
      }
    >
      <Waiting for={sessions} rows={2}>
        {(found) => (
          <Rows label={t("settings.sessions")}>
            {found.map((session) => (
              <Line
                key={session.id}
                session={session}
                onEnd={() =>
                  void act({ run: () => onward.session.endSession(session.id), done: t("settings.sessionEnded") })
                }
              />
            ))}
          </Rows>
        )}
      </Waiting>
    </Part>
  );
}

function Line({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const t = useText();
  const when = formatMoment(session.seen_at, zoneHere(), formatLocale());
  const what = browserIn(session.user_agent) ?? t("settings.someBrowser");
  return (
    <Row
      name={
        <>
          <span title={session.user_agent ?? undefined}>{what}</span>
          {session.is_current && <Tag>{t("settings.thisBrowser")}</Tag>}
        </>
      }
      about={t("settings.seenAt", { when, address: session.address ?? "–" })}
      actions={
        !session.is_current && (
          <Button look="quiet" aria-label={t("settings.endSessionOf", { what, when })} onPress={onEnd}>
            {t("settings.endSession")}
          </Button>
        )
      }
    />
  );
}
