// What another date means for the steps that come later, as the server reckons it.

import type { Interaction } from "@onward/client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { formatDay } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import style from "./Detail.module.css";
import { type Draft, draftOf } from "./editing.ts";
import { pathQuery } from "./queries.ts";

interface EffectProps {
  interaction: Interaction;
  draft: Draft;
  zone: string;
}

/** Nothing where no date changes, or where no template goes on. */
export function Effect({ interaction, draft, zone }: EffectProps) {
  const before = draftOf(interaction, zone);
  const isMoved = before.due_at !== draft.due_at || before.scheduled_at !== draft.scheduled_at;
  const { workflow_id: workflowId } = interaction;
  if (!isMoved || workflowId === null || (draft.due_at === null && draft.scheduled_at === null)) return null;
  return <Moves workflowId={workflowId} draft={draft} />;
}

function Moves({ workflowId, draft }: { workflowId: string; draft: Draft }) {
  const t = useText();
  const moved = {
    ...(draft.scheduled_at && { scheduled_at: draft.scheduled_at }),
    ...(draft.due_at && { due_at: draft.due_at }),
  };
  const now = useQuery(pathQuery(workflowId, {}));
  const then = useQuery({ ...pathQuery(workflowId, moved), placeholderData: keepPreviousData });
  if (now.data === undefined || then.data === undefined) return <p className={style.faint}> </p>;
  const later = then.data.filter((step, place) => step !== now.data[place]);
  return (
    <p className={style.faint} role="status">
      {later.length === 0
        ? t("interactions.stay")
        : t("interactions.move", {
            count: later.length,
            days: new Intl.ListFormat(formatLocale()).format(later.map((day) => formatDay(day, formatLocale()))),
          })}
    </p>
  );
}
