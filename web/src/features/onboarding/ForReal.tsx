// The last of the first steps: one item, completed by two keys, and what grows out of it.

import type { Completion, Customer, Peek } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { customerOf, useActs } from "../../api/acts.ts";
import type { Completed } from "../../api/completing.ts";
import type { Item } from "../../api/items.ts";
import { useOutcomeLabel, useZone } from "../../api/tenant.ts";
import { plannedFor, writeMoment, writeStep } from "../../api/wording.ts";
import { useCommands } from "../../core/keys.ts";
import { useText } from "../../i18n/text.tsx";
import { Button, buttonLook } from "../../ui/Button.tsx";
import { KeyNames, Keys } from "../../ui/Keys.tsx";
import { LazyItemPanel } from "../../ui/LazyItemPanel.tsx";
import { ServerForm } from "../../ui/ServerForm.tsx";
import { Knot } from "../../ui/Thread.tsx";
import { useItemPanels } from "../../ui/useItemPanels.ts";
import { Waiting } from "../../ui/Waiting.tsx";
import { useBeginning } from "./beginning.ts";
import { firstCustomerQuery, firstItemQuery, firstTemplatesQuery } from "./queries.ts";
import style from "./Start.module.css";

interface Done {
  item: Item;
  outcome: string;
  completed: Completed;
}

export function ForReal({ itemId }: { itemId: string | undefined }) {
  const [done, setDone] = useState<Done | null>(null);
  const found = useQuery({ ...firstItemQuery(itemId), enabled: done === null });
  return (
    <div className={style.stack}>
      {done === null ? (
        <Waiting for={found}>{(item) => (item === null ? <Nobody /> : <One item={item} onDone={setDone} />)}</Waiting>
      ) : (
        <Grown done={done} />
      )}
      <ToToday isNow={done !== null} />
    </div>
  );
}

function One({ item, onDone }: { item: Item; onDone: (done: Done) => void }) {
  const t = useText();
  const zone = useZone();
  const acts = useActs();
  const panels = useItemPanels();
  const box = useRef<HTMLElement>(null);
  const { id, type, title } = item.interaction;
  useCommands(panels.commandsOf(item));
  useEffect(() => box.current?.focus(), []);
  const complete = async (_item: Item, { outcome }: Peek, note: string) => {
    const completed = await acts.complete(item, outcome ?? "", note || undefined);
    if (completed !== null) onDone({ item, outcome: outcome ?? "", completed });
  };
  return (
    <article ref={box} className={style.real} data-item tabIndex={-1} aria-label={title}>
      <div className={style.knot}>
        <Knot type={type} tone="today" after="planned" />
        <span>
          <strong>{customerOf(item)}</strong> {title}{" "}
          <span className={style.quiet}>{writeMoment(plannedFor(item.interaction), zone)}</span>
        </span>
      </div>
      <p className={style.press}>
        {t("start.press")} <Keys of="complete" /> {t("start.pressThen")} <KeyNames keys="1" />
        <Button onPress={() => panels.show(id, "complete")}>{t("items.complete")}</Button>
      </p>
      <p className={style.quiet}>{t("start.pressWhy")}</p>
      <LazyItemPanel item={item} panels={panels} isInGrid={false} onComplete={(...how) => void complete(...how)} />
    </article>
  );
}

function Grown({ done: { item, outcome, completed } }: { done: Done }) {
  const t = useText();
  const label = useOutcomeLabel();
  const next = completed.as === "done" ? completed.completion.next_interaction : null;
  return (
    <div className={style.real} role="status">
      <h3 className={style.name}>{t("start.done")}</h3>
      <div className={style.knot}>
        <Knot type={item.interaction.type} tone="done" isOpen={false} after="now" />
        <span>
          <s>{item.interaction.title}</s> <span className={style.quiet}>{label(outcome)}</span>
        </span>
      </div>
      <div className={style.knot}>
        {next === null ? <span /> : <Knot type={next.type} tone="accent" before="now" />}
        <Next next={next} item={item} isWaiting={completed.as === "waiting"} />
      </div>
    </div>
  );
}

interface NextProps {
  next: Completion["next_interaction"];
  item: Item;
  isWaiting: boolean;
}

function Next({ next, item, isWaiting }: NextProps) {
  const t = useText();
  const zone = useZone();
  if (isWaiting) return t("start.waiting");
  return next === null
    ? t("start.doneNothing", { customer: customerOf(item) })
    : t("start.doneNext", { next: writeStep(next, zone) });
}

/** Nothing is planned: with somebody who has come in meanwhile it can be. */
function Nobody() {
  const t = useText();
  const found = useQuery(firstCustomerQuery);
  return (
    <Waiting for={found}>
      {(customer) => (customer === null ? <p>{t("start.nothingYet")}</p> : <PlanFirst customer={customer} />)}
    </Waiting>
  );
}

function PlanFirst({ customer }: { customer: Customer }) {
  const t = useText();
  const begin = useBeginning();
  const navigate = useNavigate({ from: "/start" });
  const { data: templates = [] } = useQuery(firstTemplatesQuery);
  const plan = async () => {
    const { id } = await begin(customer, templates.find(({ is_default }) => is_default)?.id);
    await navigate({ search: { step: "real", item: id }, replace: true });
  };
  return (
    <ServerForm names={[]} send={plan} submit={t("start.firstOf", { name: customer.name })}>
      <p>{t("start.imported", { name: customer.name })}</p>
    </ServerForm>
  );
}

function ToToday({ isNow }: { isNow: boolean }) {
  const t = useText();
  return (
    <Link to="/today" className={isNow ? buttonLook("strong") : ""}>
      {t("start.toToday")}
    </Link>
  );
}
