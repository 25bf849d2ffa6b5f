// A template as the thread that it is: its steps, how long after one another, and when one is tried again.

import type { CreateTemplate } from "@onward/client";
import { useText } from "../../i18n/text.tsx";
import { Knot } from "../../ui/Thread.tsx";
import style from "./Start.module.css";

type Step = CreateTemplate["steps"][number];

export function TemplateThread({ name, steps }: { name: string; steps: Step[] }) {
  return (
    <ol className={style.thread} aria-label={name}>
      {steps.map((step, place) => (
        <li key={step.step_number} className={style.knot}>
          <Knot
            type={step.type}
            tone="accent"
            before={place === 0 ? "none" : "planned"}
            after={place === steps.length - 1 ? "none" : "planned"}
          />
          <span>
            {step.title} <Wait step={step} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function Wait({ step }: { step: Step }) {
  const t = useText();
  const wait = (days: number) => t(step.day_unit === "business" ? "start.waitBusiness" : "start.wait", { days });
  const again = step.branches?.find(({ next_step }) => next_step === step.step_number);
  return (
    <span className={style.quiet}>
      {step.scheduled_weekday == null && wait(step.scheduled_offset_days ?? 0)}
      {again !== undefined && (
        <>
          {" · "}
          {t("start.again", { wait: wait(again.scheduled_offset_days ?? 0), times: again.max_times ?? 1 })}
        </>
      )}
    </span>
  );
}
