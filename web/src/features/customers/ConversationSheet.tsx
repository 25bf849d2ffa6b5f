// One conversation: what was said, oldest first, and a place to record what we said.

import type { Conversation, Customer } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { onward } from "../../api/client.ts";
import { useMay } from "../../api/session.ts";
import { useMemberName, useZone } from "../../api/tenant.ts";
import { formatInstant } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Sheet } from "../../ui/Dialog.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { Field } from "../../ui/Field.tsx";
import { ServerForm } from "../../ui/ServerForm.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import style from "./Conversations.module.css";
import { useChannel } from "./channels.ts";
import { messagesQuery } from "./queries.ts";
import { usePlanChanged } from "./useRunningActs.ts";

interface ConversationSheetProps {
  conversation: Conversation;
  customer: Customer;
  onClose: () => void;
}

export function ConversationSheet({ conversation, customer, onClose }: ConversationSheetProps) {
  const t = useText();
  const channel = useChannel();
  const zone = useZone();
  const nameOf = useMemberName();
  const mayWrite = useMay("conversations:write");
  const found = useQuery(messagesQuery(conversation.id));
  return (
    <Sheet title={conversation.subject ?? channel(conversation.channel)} isOpen onClose={onClose}>
      <div className={style.sheet}>
        {found.isPending && <Skeleton rows={3} />}
        {found.isError && <ErrorPanel error={found.error} title={t("customers.messagesFailed")} />}
        {found.data?.length === 0 && <p>{t("customers.messagesNone")}</p>}
        <ol className={style.messages}>
          {found.data?.map(({ id, direction, body, sent_at, author_id }) => (
            <li key={id} className={style.message} data-direction={direction}>
              <p className={style.body}>{body}</p>
              <p className={style.by}>
                {direction === "inbound" ? customer.name : (nameOf(author_id) ?? t("customers.us"))}
                {" · "}
                <time dateTime={sent_at}>{formatInstant(sent_at, zone, formatLocale())}</time>
              </p>
            </li>
          ))}
        </ol>
        {mayWrite && <Record conversation={conversation} />}
      </div>
    </Sheet>
  );
}

/** Onward sends no messages itself; it keeps what was said elsewhere. */
function Record({ conversation }: { conversation: Conversation }) {
  const t = useText();
  const changed = usePlanChanged();
  const [body, setBody] = useState("");
  const send = async () => {
    await onward.conversations.addMessage(conversation.id, { direction: "outbound", body });
    setBody("");
    changed();
  };
  return (
    <ServerForm names={["body"]} send={send} submit={t("customers.messageSubmit")}>
      <Field name="body" label={t("customers.messageLabel")} lines={3} value={body} onChange={setBody} isRequired />
    </ServerForm>
  );
}
