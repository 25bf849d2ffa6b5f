// What the page says when there is nothing to do at the moment, today, or at all.

import type { Queue } from "@onward/client";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";
import { useMay } from "../../api/session.ts";
import { plannedFor } from "../../api/wording.ts";
import { compose } from "../../core/composing.ts";
import { formatTime } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Button, buttonLook } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { LoadDemo } from "../../ui/LoadDemo.tsx";
import { plannedAfter } from "./done.ts";
import { countOf, openItems } from "./model.ts";

/** Whether there is anybody to work with at all. */
const anyCustomerQuery = queryOptions({
  queryKey: [...keys.customers, "any"],
  queryFn: async ({ signal }) => (await onward.customers.listCustomers({ limit: 1 }, { signal })).data.length > 0,
});

interface ClearProps {
  queue: Queue;
  hidden: ReadonlySet<string>;
}

/** Nothing while there is work. */
export default function Clear({ queue, hidden }: ClearProps) {
  const t = useText();
  const count = (name: Parameters<typeof countOf>[1]) => countOf(queue, name, hidden);
  if (count("overdue") > 0) return null;
  if (count("today") > 0) return <ClearUntil queue={queue} hidden={hidden} />;
  const done = count("done_today");
  const planned = plannedAfter(queue, hidden);
  if (done > 0) return <EmptyState title={t("today.allDone")}>{t("clear.allDoneBody", { done, planned })}</EmptyState>;
  if (count("upcoming") > 0) return <EmptyState title={t("clear.title")}>{t("clear.body")}</EmptyState>;
  if (queue.loose_ends !== null && queue.loose_ends.total > 0) return null;
  return <Nothing />;
}

/** Nobody to work with yet, or only nothing of this person's. */
function Nothing() {
  const t = useText();
  const { data: isAnybody } = useQuery(anyCustomerQuery);
  if (isAnybody === undefined) return null;
  const body = t(isAnybody ? "clear.nothingYours" : "clear.nobody");
  return (
    <EmptyState title={t("clear.nothing")} actions={isAnybody ? <Create /> : <Begin />}>
      {body}
    </EmptyState>
  );
}

function Create() {
  const t = useText();
  return (
    <Button look="strong" onPress={() => compose()}>
      {t("today.newInteraction")}
    </Button>
  );
}

/** The ways in for a new tenant. */
function Begin() {
  const t = useText();
  const mayConfigure = useMay("settings:write");
  const mayImport = useMay("import");
  return (
    <>
      {mayConfigure && (
        <Link to="/start" search={{}} className={buttonLook("strong")}>
          {t("clear.firstSteps")}
        </Link>
      )}
      <LoadDemo />
      {mayImport && (
        <Link to="/import" search={{ kind: "customers" }} className={buttonLook("quiet")}>
          {t("clear.import")}
        </Link>
      )}
      <Button look="quiet" onPress={() => compose()}>
        {t("today.newInteraction")}
      </Button>
    </>
  );
}

/** All that is left today has its time, and none has come. */
function ClearUntil({ queue, hidden }: ClearProps) {
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
  return <EmptyState title={t("clear.until", { time })}>{t("clear.untilBody", values)}</EmptyState>;
}
