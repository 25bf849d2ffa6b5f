// One open item: its knot on the thread, whose it is, what it is, when it is due, and buttons for what the keys do.
//
// To stand in a row of `VirtualGrid`, with `ItemPanel` below it.

import { CircleCheck, Ellipsis } from "lucide-react";
import { memo, type ReactNode } from "react";
import type { Item } from "../api/items.ts";
import { dayOfMoment, dueOf, plannedFor, sayMoment, writeMoment } from "../api/wording.ts";
import { formatDay } from "../core/format.ts";
import { formatLocale } from "../i18n/locale.ts";
import { useText } from "../i18n/text.tsx";
import { IconButton } from "./Button.tsx";
import style from "./ItemRow.module.css";
import { Knot, type Tense, type Tone } from "./Thread.tsx";
import type { ItemPanels } from "./useItemPanels.ts";
import { useSwipe } from "./useSwipe.ts";
import { GridCell } from "./VirtualGrid.tsx";

interface ItemRowProps {
  item: Item;
  tone: Tone;
  onShow: ItemPanels["show"];
  /** The line of the thread above and below. */
  before?: Tense;
  after?: Tense;
  /** In whose zone it is read, and which day it is there. */
  zone: string;
  today: string;
  /** Where the customer stands above it all, the row does not repeat the name. */
  isOfOneCustomer?: boolean;
  /** More cells, before the due date. */
  children?: ReactNode;
}

/** Drawn anew only when something about it has changed: there are many of them, and keys walk fast. */
export const ItemRow = memo(function ItemRow(props: ItemRowProps) {
  const { item, tone, onShow, before, after, zone, today, isOfOneCustomer = false, children } = props;
  const t = useText();
  const { interaction, customer } = item;
  const { id, title } = interaction;
  const swipe = useSwipe({ right: () => onShow(id, "complete"), left: () => onShow(id, "reschedule") });
  return (
    <div className={style.row} {...swipe}>
      <Knot type={interaction.type} tone={tone} before={before ?? "none"} after={after ?? "none"} />
      <GridCell className={style.what}>
        {!isOfOneCustomer && customer !== undefined && <strong className={style.customer}>{customer.name}</strong>}
        <span className={style.subject}>{title}</span>
        <Position item={item} />
      </GridCell>
      {children}
      <GridCell className={style.due}>
        {interaction.reschedule_count > 1 && (
          <span className={style.moved}>{t("items.moved", { count: interaction.reschedule_count })}</span>
        )}
        <Due item={item} tone={tone} zone={zone} today={today} />
      </GridCell>
      <GridCell className={style.acts}>
        <IconButton
          label={t("items.completeNamed", { title })}
          command="complete"
          excludeFromTabOrder
          onPress={() => onShow(id, "complete")}
        >
          <CircleCheck size={18} aria-hidden />
        </IconButton>
        <IconButton label={t("items.more", { title })} excludeFromTabOrder onPress={() => onShow(id, "acts")}>
          <Ellipsis size={18} aria-hidden />
        </IconButton>
      </GridCell>
    </div>
  );
});

/** "Trial 2/5": which step of which template it is. */
function Position({ item: { template } }: { item: Item }) {
  const t = useText();
  if (template == null || template.position === null) return null;
  const values = { name: template.name, position: template.position, count: template.step_count };
  return <span className={style.position}>{t("items.step", values)}</span>;
}

/** As one says it; the whole date once the row is looked at. */
function Due({ item: { interaction }, tone, zone, today }: Pick<ItemRowProps, "item" | "tone" | "zone" | "today">) {
  const t = useText();
  const planned = plannedFor(interaction);
  const isPast = planned !== null && dayOfMoment(planned, zone) < today;
  const moment = tone === "overdue" || isPast ? dueOf(interaction) : planned;
  if (moment === null) return <span className={style.moved}>{t("items.noDate")}</span>;
  const said = sayMoment(moment, zone, today);
  const whole = writeMoment(moment, zone);
  const day = dayOfMoment(moment, zone);
  return (
    <time className={style.time} data-tone={tone} dateTime={moment.isAllDay ? day : moment.at} title={whole}>
      <span className={style.said}>{said}</span>
      {said !== whole && (
        <span className={style.whole}>{moment.isAllDay ? formatDay(day, formatLocale()) : whole}</span>
      )}
    </time>
  );
}
