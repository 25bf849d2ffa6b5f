// What comes next with the customer, first on the page; and what is late besides.

import type { Customer, Interaction } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, Ellipsis } from "lucide-react";
import type { Item } from "../../api/items.ts";
import { useMay } from "../../api/session.ts";
import { useMemberName, useTypeLabel } from "../../api/tenant.ts";
import { useCommands } from "../../core/keys.ts";
import { useText } from "../../i18n/text.tsx";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Dotted } from "../../ui/Dotted.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { LazyItemPanel } from "../../ui/LazyItemPanel.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { Knot } from "../../ui/Thread.tsx";
import { type ItemPanels, useItemPanels } from "../../ui/useItemPanels.ts";
import type { CustomerDialog } from "./CustomerPage.tsx";
import { Due } from "./Due.tsx";
import style from "./NextStep.module.css";
import { openQuery } from "./opening.ts";
import { useMayChange } from "./useMayChange.ts";

interface NextStepProps {
  customer: Customer;
  onShow: (dialog: CustomerDialog) => void;
}

export function NextStep({ customer, onShow }: NextStepProps) {
  const t = useText();
  const open = useQuery(openQuery(customer.id));
  if (open.isError && open.data === undefined)
    return (
      <div className={style.area}>
        <ErrorPanel error={open.error} title={t("customers.nextFailed")} onRetry={() => void open.refetch()} />
      </div>
    );
  const [next, ...others] = open.data ?? [];
  return (
    <section className={style.area} aria-labelledby="next-step">
      {open.data === undefined ? (
        <Skeleton rows={2} />
      ) : next === undefined ? (
        <Nothing customer={customer} onShow={onShow} />
      ) : (
        <Hero key={next.id} next={next} customer={customer} />
      )}
      <Late others={others.filter(({ is_overdue }) => is_overdue)} customer={customer} />
    </section>
  );
}

function Hero({ next, customer }: { next: Interaction; customer: Customer }) {
  const t = useText();
  const typeOf = useTypeLabel();
  const nameOf = useMemberName();
  const panels = useItemPanels();
  const mayWrite = useMay("interactions:write");
  const item = { interaction: next, customer };
  const tone = next.is_overdue ? "overdue" : "accent";
  return (
    <div className={style.hero} data-tone={tone} data-item tabIndex={-1}>
      <div className={style.main}>
        <Knot type={next.type} tone={tone} before="past" after="planned" />
        <div className={style.words}>
          <h2 id="next-step" className={style.label}>
            {t("customers.next")}
          </h2>
          <p className={style.title}>{next.title}</p>
          <Dotted>
            <Due interaction={next} />
            <span>{typeOf(next.type)}</span>
            <span>{nameOf(next.assignee_id) ?? t("customers.nobodys")}</span>
          </Dotted>
          {next.explanation !== null && <p className={style.why}>{next.explanation}</p>}
          {mayWrite && <HeroActs item={item} panels={panels} />}
        </div>
      </div>
      <LazyItemPanel item={item} panels={panels} isInGrid={false} />
    </div>
  );
}

/** The keys are those of any item; a note has its own place on this page. */
function HeroActs({ item, panels }: { item: Item; panels: ItemPanels }) {
  const t = useText();
  const { id } = item.interaction;
  const { complete, reschedule, assign, cancel } = panels.commandsOf(item);
  useCommands({
    ...(complete && { complete }),
    ...(reschedule && { reschedule }),
    ...(assign && { assign }),
    ...(cancel && { cancel }),
  });
  return (
    <div className={style.acts}>
      <Button look="strong" onPress={() => panels.show(id, "complete")}>
        <CircleCheck size={16} aria-hidden />
        {t("items.complete")}
        <Keys of="complete" />
      </Button>
      <Button onPress={() => panels.show(id, "reschedule")}>
        {t("items.reschedule")}
        <Keys of="reschedule" />
      </Button>
      <IconButton label={t("items.more", { title: item.interaction.title })} onPress={() => panels.show(id, "acts")}>
        <Ellipsis size={18} aria-hidden />
      </IconButton>
    </div>
  );
}

function Nothing({ customer, onShow }: NextStepProps) {
  const t = useText();
  const mayWrite = useMayChange(customer, "workflows:write");
  const isActive = customer.status === "active";
  return (
    <EmptyState
      title={<span id="next-step">{t("customers.nothingNext", { name: customer.name })}</span>}
      actions={
        mayWrite &&
        isActive && (
          <>
            <Button look="strong" onPress={() => onShow("start")}>
              {t("customers.start")}
            </Button>
            <Button onPress={() => onShow("log")}>{t("customers.log")}</Button>
            <Button onPress={() => onShow("close")}>{t("customers.close")}</Button>
          </>
        )
      }
    >
      {t(isActive ? "customers.nothingNextBody" : "customers.nothingNextInactive")}
    </EmptyState>
  );
}

function Late({ others, customer }: { others: Interaction[]; customer: Customer }) {
  const t = useText();
  const panels = useItemPanels();
  const mayWrite = useMay("interactions:write");
  if (others.length === 0) return null;
  return (
    <div className={style.late}>
      <h3 className={style.lateTitle}>{t("customers.late", { count: others.length })}</h3>
      <ul>
        {others.map((interaction) => (
          <li key={interaction.id} data-item tabIndex={-1}>
            <div className={style.lateItem}>
              <span>{interaction.title}</span>
              <Due interaction={interaction} />
              {mayWrite && (
                <IconButton
                  label={t("items.more", { title: interaction.title })}
                  onPress={() => panels.show(interaction.id, "acts")}
                >
                  <Ellipsis size={18} aria-hidden />
                </IconButton>
              )}
            </div>
            <LazyItemPanel item={{ interaction, customer }} panels={panels} isInGrid={false} />
          </li>
        ))}
      </ul>
    </div>
  );
}
