// What was said with the customer, conversation by conversation.

import type { Customer } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useText } from "../../i18n/text.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { ConversationSheet } from "./ConversationSheet.tsx";
import style from "./Conversations.module.css";
import page from "./CustomerPage.module.css";
import { useChannel } from "./channels.ts";
import { conversationsQuery } from "./queries.ts";

export function Conversations({ customer }: { customer: Customer }) {
  const t = useText();
  const found = useQuery(conversationsQuery(customer.id));
  const [opened, setOpened] = useState<string | null>(null);
  const channel = useChannel();
  if (found.isError && found.data === undefined)
    return (
      <ErrorPanel error={found.error} title={t("customers.conversationsFailed")} onRetry={() => void found.refetch()} />
    );
  if (found.data === undefined || found.data.length === 0) return null;
  const shown = found.data.find(({ id }) => id === opened);
  return (
    <section className={page.panel} aria-labelledby="conversations">
      <div className={page.panelHead}>
        <h2 id="conversations" className={page.panelTitle}>
          {t("customers.conversations")}
        </h2>
      </div>
      <ul>
        {found.data.map(({ id, subject, channel: by, status }) => (
          <li key={id}>
            <button type="button" className={style.one} onClick={() => setOpened(id)}>
              <span className={style.subject}>{subject ?? channel(by)}</span>
              <span className={style.state} data-status={status}>
                {t(`customers.conversation.${status}`)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {shown !== undefined && (
        <ConversationSheet conversation={shown} customer={customer} onClose={() => setOpened(null)} />
      )}
    </section>
  );
}
