// The first steps: hours, a template, customers, and one item done for real. Each can be left for later.

import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { useTitle } from "../../core/title.ts";
import type { MessageId } from "../../i18n/ids.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { loadItemPanel } from "../../ui/LazyItemPanel.tsx";
import { Knot } from "../../ui/Thread.tsx";
import { Customers } from "./Customers.tsx";
import { ForReal } from "./ForReal.tsx";
import { Hours } from "./Hours.tsx";
import type { StartSearch, Step } from "./routes.ts";
import style from "./Start.module.css";
import { Templates } from "./Templates.tsx";

const STEPS: Step[] = ["hours", "template", "customers", "real"];
const LOOKS: Record<Step, { title: MessageId; type: string }> = {
  hours: { title: "start.hours", type: "meeting" },
  template: { title: "start.templates", type: "send_proposal" },
  customers: { title: "start.customers", type: "phone_call" },
  real: { title: "start.forReal", type: "ring" },
};

const route = getRouteApi("/inside/start");

export function StartPage() {
  const t = useText();
  useTitle(t("start.title"));
  // What the last step unfolds comes while one takes the others.
  useEffect(() => void loadItemPanel(), []);
  const { step = "hours", template, item } = route.useSearch();
  const navigate = useNavigate({ from: "/start" });
  const go = (search: StartSearch) => void navigate({ search });
  const bodies: Record<Step, () => ReactNode> = {
    hours: () => <Hours onDone={() => go({ step: "template" })} />,
    template: () => <Templates onDone={(id) => go({ step: "customers", template: id })} />,
    customers: () => (
      <Customers templateId={template} onDone={(first) => go({ step: "real", template, item: first?.id })} />
    ),
    real: () => <ForReal key={item} itemId={item} />,
  };
  return (
    <div className={style.page}>
      <header>
        <h1 className={style.title}>{t("start.title")}</h1>
        <p className={style.lead}>{t("start.lead")}</p>
      </header>
      <ol className={style.steps}>
        {STEPS.map((each, place) => (
          <Stage key={each} place={place} at={STEPS.indexOf(step)} onGo={() => go({ step: each, template, item })}>
            {each === step && bodies[each]()}
          </Stage>
        ))}
      </ol>
    </div>
  );
}

interface StageProps {
  place: number;
  /** Which one it is now. */
  at: number;
  onGo: () => void;
  children: ReactNode;
}

function Stage({ place, at, onGo, children }: StageProps) {
  const t = useText();
  const { title, type } = LOOKS[STEPS[place] ?? "hours"];
  const isPast = place < at;
  return (
    <li className={style.step} aria-current={place === at ? "step" : undefined}>
      <Knot
        type={type}
        tone={isPast ? "done" : place === at ? "accent" : "plain"}
        isOpen={!isPast}
        before={place === 0 ? "none" : place <= at ? "past" : "planned"}
        after={place === STEPS.length - 1 ? "none" : isPast ? "past" : "planned"}
      />
      <div className={style.body}>
        <h2 className={style.name}>
          {isPast ? (
            <Button look="quiet" onPress={onGo}>
              {t(title)}
            </Button>
          ) : (
            t(title)
          )}
        </h2>
        {children}
      </div>
    </li>
  );
}
