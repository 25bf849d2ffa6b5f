// What comes after the last step, and what an answer of the customer's does to a run.

import type { TemplateDraft } from "@onward/client";
import { useText } from "../../i18n/text.tsx";
import { Select } from "../../ui/Select.tsx";
import { type Checks, faultOf } from "./checks.ts";
import style from "./Editor.module.css";
import type { Outline } from "./outline.ts";
import { type Names, templateName } from "./words.ts";

interface EndFieldsProps {
  outline: Outline;
  edit: (change: (outline: Outline) => Outline) => void;
  names: Names;
  checks: Checks;
  isReadOnly: boolean;
}

const ACTIONS = ["default", "follow_up", "stop"] as const;
const REPLIES = ["ignore", "pause", "exit"] as const satisfies TemplateDraft["on_reply"][];
const TEMPLATE = "template:";

export function EndFields({ outline, edit, names, checks, isReadOnly }: EndFieldsProps) {
  const t = useText();
  const fault = faultOf(checks, "", "end_action") ?? faultOf(checks, "", "steps");
  return (
    <section aria-label={t("templates.endAndReplies")} className={style.ends}>
      <Select
        label={t("templates.field.endAction")}
        isDisabled={isReadOnly}
        options={[
          ...ACTIONS.map((id) => ({ id, label: t(`templates.end.${id}`) })),
          ...others(outline, names).map((id) => ({
            id: TEMPLATE + id,
            label: t("templates.lane.template", { name: templateName(id, names) }),
          })),
        ]}
        selectedKey={outline.endAction}
        onSelectionChange={(key) => edit((now) => ({ ...now, endAction: String(key) }))}
      />
      <Select
        label={t("templates.field.onReply")}
        isDisabled={isReadOnly}
        options={REPLIES.map((id) => ({ id, label: t(`templates.reply.${id}`) }))}
        selectedKey={outline.onReply}
        onSelectionChange={(key) =>
          edit((now) => ({ ...now, onReply: REPLIES.find((one) => one === key) ?? "ignore" }))
        }
      />
      {fault !== undefined && <p className={style.fault}>{fault}</p>}
    </section>
  );
}

/** Those that can be started, and the one that is named even where it cannot. */
function others(outline: Outline, { templates }: Names): string[] {
  const ids = templates.map(({ id }) => id);
  const named = outline.endAction.startsWith(TEMPLATE) ? outline.endAction.slice(TEMPLATE.length) : undefined;
  return named === undefined || ids.includes(named) ? ids : [...ids, named];
}
