// Whose it is, how it stands, and when: for a final one, who ended it and what came next.

import type { Interaction } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { enderOf, writeEnding } from "../../api/overtaken.ts";
import { useMemberName, useOutcomeLabel, useZone } from "../../api/tenant.ts";
import { dueOf, writeMoment } from "../../api/wording.ts";
import { useText } from "../../i18n/text.tsx";
import { Knot } from "../../ui/Thread.tsx";
import style from "./Detail.module.css";
import { historyQuery, interactionQuery } from "./queries.ts";
import { When } from "./When.tsx";
import { isOpen, toneOf } from "./words.ts";

interface HeadProps {
  interaction: Interaction;
  onOpenCustomer: () => void;
}

export function Head({ interaction, onOpenCustomer }: HeadProps) {
  const t = useText();
  const open = isOpen(interaction);
  const { customer } = interaction;
  return (
    <header className={style.head}>
      <Knot
        type={interaction.type}
        tone={toneOf(interaction)}
        before="past"
        after={open ? "planned" : "past"}
        isOpen={open}
      />
      <div className={style.who}>
        <p className={style.customer}>
          <button type="button" className={style.link} onClick={onOpenCustomer}>
            {customer?.name ?? t("interactions.customer")}
          </button>
          {customer?.company != null && <span className={style.company}>{customer.company}</span>}
        </p>
        {open ? (
          <p className={style.state} data-tone={toneOf(interaction)}>
            {interaction.is_overdue ? t("interactions.overdue") : t(`interactions.status.${interaction.status}`)}
          </p>
        ) : (
          <Ended interaction={interaction} />
        )}
        <When interaction={interaction} />
      </div>
    </header>
  );
}

/** "Ana completed this, Sun 22 Nov, 10:02: Reached. Next: Send proposal, Tue 24 Nov." */
function Ended({ interaction }: { interaction: Interaction }) {
  const t = useText();
  const zone = useZone();
  const nameOf = useMemberName();
  const outcomeLabel = useOutcomeLabel();
  const { data: events = [] } = useQuery({
    ...historyQuery(interaction.id),
    enabled: interaction.completed_by === null,
  });
  const name = nameOf(enderOf(interaction, events));
  return (
    <p className={style.state} data-tone={toneOf(interaction)} role="status">
      {writeEnding(interaction, name, zone, outcomeLabel)}{" "}
      {interaction.next_interaction_id === null ? (
        t("interactions.nothingNext")
      ) : (
        <Next id={interaction.next_interaction_id} />
      )}
    </p>
  );
}

function Next({ id }: { id: string }) {
  const t = useText();
  const zone = useZone();
  const { data } = useQuery(interactionQuery(id));
  if (data === undefined) return null;
  return (
    <span className={style.following}>
      {t("interactions.next")}{" "}
      <Link
        to="/interactions/$interactionId"
        params={{ interactionId: id }}
        search={true}
        state={(before) => ({ isSheet: before.isSheet === true })}
        className={style.link}
      >
        {data.title}
      </Link>
      , {writeMoment(dueOf(data), zone)}
    </span>
  );
}
