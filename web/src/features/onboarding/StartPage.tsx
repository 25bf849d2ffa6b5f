// The first steps: hours, a template, customers, and one item done for real. Each can be left for later.

import type { Interaction } from "@onward/client";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTitle } from "../../core/title.ts";
import type { MessageId } from "../../i18n/ids.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { Knot } from "../../ui/Thread.tsx";
import { Customers } from "./Customers.tsx";
import { Hours } from "./Hours.tsx";
import style from "./Start.module.css";
import { Templates } from "./Templates.tsx";

const STEPS: { title: MessageId; type: string }[] = [
  { title: "start.hours", type: "meeting" },
  { title: "start.templates", type: "send_proposal" },
  { title: "start.customers", type: "phone_call" },
  { title: "start.forReal", type: "ring" },
];

export function StartPage() {
  const t = useText();
  useTitle(t("start.title"));
  const [at, setAt] = useState(0);
  const [templateId, setTemplateId] = useState<string | null>(null);
  const [first, setFirst] = useState<Interaction | null>(null);
  const onward = () => setAt(at + 1);
  const bodies: ReactNode[] = [
    <Hours key="hours" onDone={onward} />,
    <Templates
      key="templates"
      onDone={(id) => {
        setTemplateId(id);
        onward();
      }}
    />,
    <Customers
      key="customers"
      templateId={templateId}
      onDone={(made) => {
        setFirst(made);
        onward();
      }}
    />,
    <ForReal key="real" first={first} />,
  ];
  return (
    <div className={style.page}>
      <header>
        <h1 className={style.title}>{t("start.title")}</h1>
        <p className={style.lead}>{t("start.lead")}</p>
      </header>
      <ol className={style.steps}>
        {STEPS.map(({ title, type }, place) => (
          <li key={title} className={style.step} aria-current={place === at ? "step" : undefined}>
            <Knot
              type={type}
              tone={place < at ? "done" : place === at ? "accent" : "plain"}
              isOpen={place >= at}
              before={place === 0 ? "none" : place <= at ? "past" : "planned"}
              after={place === STEPS.length - 1 ? "none" : place < at ? "past" : "planned"}
            />
            <div className={style.body}>
              <h2 className={style.name}>
                {place < at ? (
                  <Button look="quiet" onPress={() => setAt(place)}>
                    {t(title)}
                  </Button>
                ) : (
                  t(title)
                )}
              </h2>
              {place === at && bodies[place]}
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

function ForReal({ first }: { first: Interaction | null }) {
  const t = useText();
  return (
    <div className={style.stack}>
      <p>{first === null ? t("start.nothingYet") : t("start.waits", { title: first.title })}</p>
      {first !== null && (
        <p>
          {t("start.press")} <Keys of="complete" />
        </p>
      )}
      <Link to="/today" className={style.go}>
        {t("start.toToday")}
      </Link>
    </div>
  );
}
