// The rules in the order in which they are followed.

import type { ConversationRule } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useAct } from "../../../api/acting.ts";
import { onward } from "../../../api/client.ts";
import { useMay } from "../../../api/session.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Part } from "../../../ui/Page.tsx";
import { Row, Rows, Tag } from "../../../ui/Rows.tsx";
import { Knot } from "../../../ui/Thread.tsx";
import { Waiting } from "../../../ui/Waiting.tsx";
import { EditRule } from "./EditRule.tsx";
import { rulesQuery, startableQuery } from "./queries.ts";
import style from "./Rules.module.css";

export function Rules() {
  const t = useText();
  const may = useMay("settings:write");
  const rules = useQuery(rulesQuery);
  const [edited, setEdited] = useState<ConversationRule | "new" | null>(null);
  return (
    <Part
      title={t("settings.rulesList")}
      actions={may && <Button onPress={() => setEdited("new")}>{t("settings.addRule")}</Button>}
    >
      <Waiting for={rules} rows={2}>
        {(found) =>
          found.length === 0 ? (
            <p className={style.none}>{t("settings.noRules")}</p>
          ) : (
            <Rows label={t("settings.rulesList")}>
              {found.map((rule) => (
                <RuleRow key={rule.id} rule={rule} onEdit={() => setEdited(rule)} />
              ))}
            </Rows>
          )
        }
      </Waiting>
      {edited !== null && <EditRule of={edited === "new" ? undefined : edited} onClose={() => setEdited(null)} />}
    </Part>
  );
}

function RuleRow({ rule, onEdit }: { rule: ConversationRule; onEdit: () => void }) {
  const t = useText();
  const may = useMay("settings:write");
  const { isPending, act } = useAct(rulesQuery.queryKey);
  const { name, trigger, channel, template_id, step, is_active } = rule;
  const setActive = (isActive: boolean) =>
    onward.conversations.updateConversationRule(rule.id, { is_active: isActive });
  const toggle = () =>
    act({
      run: () => setActive(!is_active),
      done: t(is_active ? "settings.rulePaused" : "settings.ruleResumed", { name }),
      undo: () => setActive(is_active),
    });
  const remove = () =>
    act({
      run: () => onward.conversations.deleteConversationRule(rule.id),
      done: t("settings.ruleRemoved", { name }),
      undo: () => onward.conversations.createConversationRule({ name, trigger, channel, template_id, step, is_active }),
    });
  return (
    <Row
      sign={<Knot type={step?.type ?? "ring"} tone={is_active ? "accent" : "plain"} />}
      isFaded={!is_active}
      name={
        <>
          {name}
          {!is_active && <Tag>{t("settings.ruleOff")}</Tag>}
        </>
      }
      about={<Sentence rule={rule} />}
      actions={
        may && (
          <>
            <Button look="quiet" aria-label={t("settings.editRule", { name })} onPress={onEdit}>
              {t("settings.edit")}
            </Button>
            <Button
              look="quiet"
              isPending={isPending}
              aria-label={t(is_active ? "settings.pauseRule" : "settings.resumeRule", { name })}
              onPress={() => void toggle()}
            >
              {t(is_active ? "settings.turnOff" : "settings.turnOn")}
            </Button>
            <Button
              look="quiet"
              isPending={isPending}
              aria-label={t("settings.removeRule", { name })}
              onPress={() => void remove()}
            >
              {t("settings.remove")}
            </Button>
          </>
        )
      }
    />
  );
}

function Sentence({ rule: { trigger, channel, template_id, step } }: { rule: ConversationRule }) {
  const t = useText();
  const { data: templates } = useQuery({ ...startableQuery, enabled: template_id !== null });
  const when = t(`settings.trigger.${trigger}`, { channel: t(`settings.on.${channel ?? "any"}`) });
  const template = templates?.find(({ id }) => id === template_id)?.name ?? t("settings.aTemplate");
  const then =
    step === null ? t("settings.thenTemplate", { template }) : t("settings.thenStep", { title: step.title ?? "" });
  return `${when} ${then}`;
}
