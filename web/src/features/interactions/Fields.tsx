// What else is known of an interaction.

import type { Interaction } from "@onward/client";
import { useMemberName, useTypeLabel } from "../../api/tenant.ts";
import { useText } from "../../i18n/text.tsx";
import style from "./Detail.module.css";

export function Fields({ interaction }: { interaction: Interaction }) {
  const t = useText();
  const nameOf = useMemberName();
  const typeLabel = useTypeLabel();
  const { template, description } = interaction;
  const place = template && {
    name: template.name,
    position: template.position ?? template.step_number ?? 0,
    count: template.step_count,
  };
  const fields: [string, string | null | undefined][] = [
    [t("interactions.type"), typeLabel(interaction.type)],
    [t("interactions.priority"), t(`interactions.priority.${interaction.priority}`)],
    [t("interactions.assignee"), nameOf(interaction.assignee_id) ?? t("interactions.nobody")],
    [t("interactions.template"), place && t("interactions.step", place)],
    [t("interactions.details"), interaction.outcome_details],
    [t("interactions.reason"), interaction.close_reason],
  ];
  return (
    <section className={style.section}>
      {description !== null && description !== "" && <p className={style.description}>{description}</p>}
      <dl className={style.fields}>
        {fields.map(
          ([label, value]) =>
            value != null &&
            value !== "" && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  );
}
