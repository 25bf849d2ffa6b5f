// A customer without a next step: since when and why, and the two ways to answer it.

import type { Uncovered } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { rereadItems } from "../../api/acts.ts";
import { onward } from "../../api/client.ts";
import { explain } from "../../api/problems.ts";
import { compose } from "../../core/composing.ts";
import { dayOf, sayDay } from "../../core/format.ts";
import { showToast } from "../../core/toasts.ts";
import { offerUndo } from "../../core/undo.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { GridCell } from "../../ui/VirtualGrid.tsx";
import style from "./LooseEnd.module.css";

export function LooseEnd({ end, today, zone }: { end: Uncovered; today: string; zone: string }) {
  const t = useText();
  const since = sayDay(dayOf(end.since, zone), today, formatLocale());
  return (
    <div className={style.row}>
      <span className={style.thread} aria-hidden>
        <span className={style.frayed} />
      </span>
      <GridCell className={style.who}>
        <strong>{end.name}</strong>
        <span className={style.why}>
          {t(`today.why.${end.why}`)}, {t("today.looseSince", { day: since })}
        </span>
      </GridCell>
      <GridCell className={style.acts}>
        <LooseActs id={end.customer_id} name={end.name} />
      </GridCell>
    </div>
  );
}

export function LooseActs({ id, name }: { id: string; name: string }) {
  const t = useText();
  const close = useCloseLoop();
  return (
    <>
      <Button look="quiet" onPress={() => compose({ customer: { id, name } })}>
        {t("today.loosePlan")}
      </Button>
      <Button look="quiet" onPress={() => void close(id, name)}>
        {t("today.looseClose")}
      </Button>
    </>
  );
}

/** The relationship is over: the customer is closed, which asks for no next step. */
function useCloseLoop(): (id: string, customer: string) => Promise<void> {
  const t = useText();
  const client = useQueryClient();
  return async (id, customer) => {
    try {
      await onward.customers.closeCustomer(id);
      const undo = async () => {
        await onward.customers.reopenCustomer(id);
        showToast(t("today.reopened", { customer }));
        await rereadItems(client);
      };
      offerUndo({ words: t("today.closed", { customer }), undo }, t("ui.undo"));
    } catch (error) {
      showToast(explain(error), { tone: "failure" });
    }
    await rereadItems(client);
  };
}
