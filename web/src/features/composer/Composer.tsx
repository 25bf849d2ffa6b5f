// One line to plan or tell anything: what was understood stands below it before Enter does it.

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { outcomesQuery, typesQuery } from "../../api/tenant.ts";
import type { Begun } from "../../core/composing.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field } from "../../ui/Field.tsx";
import { Select } from "../../ui/Select.tsx";
import style from "./Composer.module.css";
import { Understood } from "./Understood.tsx";
import { useSend } from "./useSend.ts";
import { useUnderstood } from "./useUnderstood.ts";

export default function Composer({ begun, onClose }: { begun: Begun; onClose: () => void }) {
  const t = useText();
  const { data: outcomes = [] } = useQuery(outcomesQuery);
  const { data: types = [] } = useQuery(typesQuery);
  const [line, setLine] = useState("");
  const [chosen, setChosen] = useState<{ type?: string; customerId?: string }>({});
  const [outcome, setOutcome] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const understood = useUnderstood(line, begun, chosen);
  const send = useSend();
  const { customer, isPast, type } = understood;
  const isReady = customer !== null && (!isPast || outcome !== null);

  const submit = async () => {
    if (!isReady || isSending) return;
    setSending(true);
    if (await send({ ...understood, customer }, outcome)) onClose();
    else setSending(false);
  };
  const ask = useOnceSettled(!understood.isSearching, () => void submit());
  const title =
    begun.customer === undefined ? t("composer.title") : t("composer.titleFor", { customer: begun.customer.name });
  return (
    <Dialog title={title} isOpen onClose={onClose} size="wide" isDismissable={line === ""}>
      <form className={style.form} onSubmit={ask}>
        <Field
          label={t("composer.line")}
          placeholder={t(begun.customer === undefined ? "composer.placeholder" : "composer.placeholderFor")}
          value={line}
          onChange={(words) => {
            setLine(words);
            setChosen({});
          }}
          maxLength={400}
          autoFocus
          autoComplete="off"
        />
        <Understood
          understood={understood}
          line={line}
          onChoose={(customerId) => setChosen({ ...chosen, customerId })}
        />
        <div className={style.choices}>
          <Select
            label={t("composer.type")}
            options={types.map(({ key, label }) => ({ id: key, label }))}
            value={type}
            onChange={(key) => setChosen({ ...chosen, type: String(key) })}
          />
          {isPast && (
            <Select
              label={t("composer.outcome")}
              options={outcomes.map(({ key, label }) => ({ id: key, label: label ?? key }))}
              value={outcome}
              onChange={(key) => setOutcome(key === null ? null : String(key))}
            />
          )}
        </div>
        <div className={style.acts}>
          <Button type="submit" look="strong" isDisabled={!isReady && !understood.isSearching} isPending={isSending}>
            {t(isPast ? "composer.tell" : "composer.plan")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Enter is often faster than the search for the name: it counts once that has ended. */
function useOnceSettled(isSettled: boolean, run: () => void): (event: FormEvent) => void {
  const [isAsked, setAsked] = useState(false);
  useEffect(() => {
    if (!isAsked || !isSettled) return;
    setAsked(false);
    run();
  }, [isAsked, isSettled, run]);
  return (event) => {
    event.preventDefault();
    setAsked(true);
  };
}
