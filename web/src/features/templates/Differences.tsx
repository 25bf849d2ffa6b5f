// What a draft would change, step by step, before and after.

import type { DraftDiff } from "@onward/client";
import { Minus, PencilLine, Plus } from "lucide-react";
import { useText } from "../../i18n/text.tsx";
import { changeWords } from "./changeWords.ts";
import style from "./PublishDialog.module.css";
import type { Names } from "./words.ts";

type Change = DraftDiff["steps"][number];

const SIGNS = { added: Plus, removed: Minus, changed: PencilLine };

export function Differences({ diff, names }: { diff: DraftDiff; names: Names }) {
  const t = useText();
  if (diff.fields.length + diff.steps.length === 0) return <p className={style.none}>{t("templates.noDifference")}</p>;
  return (
    <ul className={style.changes}>
      {diff.fields.length > 0 && (
        <li className={style.change}>
          <PencilLine size={16} aria-hidden />
          <div>
            <p className={style.what}>{t("templates.theTemplate")}</p>
            <Fields fields={diff.fields} names={names} />
          </div>
        </li>
      )}
      {diff.steps.map((step) => (
        <StepChange key={step.step_number} step={step} names={names} />
      ))}
    </ul>
  );
}

function StepChange({ step, names }: { step: Change; names: Names }) {
  const t = useText();
  const Sign = SIGNS[step.change];
  return (
    <li className={style.change} data-change={step.change}>
      <Sign size={16} aria-hidden />
      <div>
        <p className={style.what}>
          {t(`templates.change.${step.change}`, { number: step.step_number, title: step.title })}
        </p>
        <Fields fields={step.fields} names={names} />
      </div>
    </li>
  );
}

function Fields({ fields, names }: { fields: Change["fields"]; names: Names }) {
  const t = useText();
  if (fields.length === 0) return null;
  return (
    <dl className={style.fields}>
      {fields.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{changeWords.name(field)}</dt>
          <dd>
            <del>{changeWords.value(field, before, names)}</del> <span aria-hidden>→</span>{" "}
            <span className="visually-hidden">{t("templates.becomes")}</span>
            <ins>{changeWords.value(field, after, names)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
