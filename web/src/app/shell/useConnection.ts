// What the shell does about the connection: it watches it, sends what has waited, reads everything anew, and
// follows what others do. What a server that is there did not take is sent again and again.

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { stillHere } from "../../api/client.ts";
import { follow } from "../../api/live.ts";
import { countFor, flush, type Owner, waitingCount } from "../../api/outbox.ts";
import { explain } from "../../api/problems.ts";
import { useSession } from "../../api/session.ts";
import { offlineSince, onReturn } from "../../core/online.ts";
import { useStore } from "../../core/store.ts";
import { showToast } from "../../core/toasts.ts";
import { text } from "../../i18n/text.tsx";

const AGAIN_MS = 5000;

export function useConnection(): void {
  const client = useQueryClient();
  const { current } = useSession();
  const tenant = current?.tenant_slug;
  const member = current?.member_id;
  useEffect(() => {
    const readAnew = () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "introduction" });
    const send = async () => {
      if (tenant !== undefined && member != null) await sendWaiting({ tenant, member });
      await readAnew();
    };
    const owner = { tenant: tenant ?? "", member: member ?? "" };
    void countFor(owner);
    if (tenant !== undefined && member != null) void sendWaiting(owner);
    return onReturn(() => void send());
  }, [client, tenant, member]);
  const count = useStore(waitingCount);
  const isOffline = useStore(offlineSince) !== null;
  const isHeldUp = count > 0 && !isOffline;
  useEffect(() => {
    if (!isHeldUp || tenant === undefined || member == null) return undefined;
    const timer = setInterval(() => void sendWaiting({ tenant, member }), AGAIN_MS);
    return () => clearInterval(timer);
  }, [isHeldUp, tenant, member]);
  useEffect(() => (tenant === undefined ? undefined : follow(client)), [client, tenant]);
}

async function sendWaiting(owner: Owner): Promise<void> {
  const isHere = stillHere();
  const done = await flush(owner);
  const sent = done.filter(({ as }) => as === "sent").length;
  if (sent > 0 && isHere()) showToast(text("app.sentLater", { count: sent }));
  for (const each of done) {
    if (each.as !== "gone") continue;
    const why = explain(each.error);
    showToast(text("app.refusedLater", { title: each.waiting.title, why }), { tone: "failure" });
  }
}
