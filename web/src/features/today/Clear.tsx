// What the page says when there is nothing to do at the moment, today, or at all.

import type { Queue } from "@onward/client";
import type { ReactNode } from "react";
import { plannedFor } from "../../api/wording.ts";
import { compose } from "../../core/composing.ts";
import { formatTime } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { countOf, openItems } from "./model.ts";

/** Nothing while there is work. */
export function Clear({ queue, hidden }: { queue: Queue; hidden: ReadonlySet<string> }): ReactNode {
  const t = useText();
  const count = (name: Parameters<typeof countOf>[1]) => countOf(queue, name, hidden);
  if (count("overdue") > 0) return null;
  if (count("today") > 0) return <ClearUntil queue={queue} hidden={hidden} />;
  const done = count("done_today");
  if (done > 0) return <EmptyState title={t("today.allDone")}>{t("today.allDoneBody", { done })}</EmptyState>;
  if (count("upcoming") > 0) return <EmptyState title={t("today.clearTitle")}>{t("today.clearBody")}</EmptyState>;
  if (queue.loose_ends !== null && queue.loose_ends.total > 0) return null;
  const action = (
    <Button look="strong" onPress={() => compose()}>
      {t("today.newInteraction")}
    </Button>
  );
  return (
    <EmptyState title={t("today.emptyTitle")} actions={action}>
      {t("today.emptyBody")}
    </EmptyState>
  );
}

/** All that is left today has its time, and none has come. */
function ClearUntil({ queue, hidden }: { queue: Queue; hidden: ReadonlySet<string> }) {
  const t = useText();
  const left = openItems(queue, "today", hidden);
  const [first] = left;
  const isAhead = left.every(({ interaction }) => {
    const planned = plannedFor(interaction);
    return planned !== null && !planned.isAllDay && planned.at > queue.as_of;
  });
  const planned = first && plannedFor(first.interaction);
  if (!isAhead || planned == null || first === undefined) return null;
  const time = formatTime(planned.at, queue.zone, formatLocale());
  const values = { customer: first.customer.name, title: first.interaction.title };
  return <EmptyState title={t("today.clearUntil", { time })}>{t("today.clearUntilBody", values)}</EmptyState>;
}
