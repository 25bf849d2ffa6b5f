// A template in the list: its steps as knots on one thread, its name, and what it is at the moment.

import type { Template } from "@onward/client";
import { Link } from "@tanstack/react-router";
import { useText } from "../../i18n/text.tsx";
import { TypeGlyph } from "../../ui/Thread.tsx";
import { GridCell } from "../../ui/VirtualGrid.tsx";
import { TemplateMenu } from "./TemplateMenu.tsx";
import style from "./TemplatesPage.module.css";

const MOST_KNOTS = 7;

export function TemplateRow({ template, onOpen }: { template: Template; onOpen: () => void }) {
  const t = useText();
  const { id, name, steps, running } = template;
  const count = running.reduce((sum, { workflows }) => sum + workflows, 0);
  return (
    <div className={style.row}>
      <GridCell className={style.words}>
        <p className={style.line}>
          <Link to="/templates/$templateId" params={{ templateId: id }} className={style.name ?? ""} tabIndex={-1}>
            {name}
          </Link>
          <Marks template={template} />
        </p>
        <p className={style.detail}>
          {t("templates.stepCount", { count: steps.length })} · {t("templates.version", { version: template.version })}{" "}
          · {t("templates.running", { count })}
        </p>
      </GridCell>
      <GridCell className={style.thread}>
        <span aria-hidden className={style.knots}>
          {steps.slice(0, MOST_KNOTS).map((step) => (
            <span key={step.step_number} className={style.knot}>
              <TypeGlyph type={step.type} size={14} />
            </span>
          ))}
          {steps.length > MOST_KNOTS && <span className={style.more}>+{steps.length - MOST_KNOTS}</span>}
        </span>
      </GridCell>
      <GridCell className={style.end}>
        <TemplateMenu template={template} onOpen={onOpen} />
      </GridCell>
    </div>
  );
}

function Marks({ template: { is_default, is_active, draft, archived_at } }: { template: Template }) {
  const t = useText();
  const marks = [
    is_default && (["default", "templates.mark.default"] as const),
    draft !== null && (["draft", "templates.mark.draft"] as const),
    !is_active && archived_at === null && (["off", "templates.mark.off"] as const),
  ].filter((mark) => mark !== false);
  return (
    <>
      {marks.map(([kind, words]) => (
        <span key={kind} className={style.mark} data-kind={kind}>
          {t(words)}
        </span>
      ))}
    </>
  );
}
