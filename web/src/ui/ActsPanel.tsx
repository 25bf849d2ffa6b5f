// Everything that can be done with an item, to click on: first how to reach the customer, then what the keys do.

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { onward } from "../api/client.ts";
import type { Item } from "../api/items.ts";
import { keys } from "../api/queries.ts";
import { useText } from "../i18n/text.tsx";
import style from "./ItemPanel.module.css";
import { Keys } from "./Keys.tsx";
import { type ItemPanels, PANELS, useOpenCustomer } from "./useItemPanels.ts";

export function ActsPanel({ item, panels }: { item: Item; panels: ItemPanels }) {
  const t = useText();
  const list = useRef<HTMLDivElement>(null);
  const openCustomer = useOpenCustomer();
  const { id, customer_id: customerId } = item.interaction;
  useEffect(() => list.current?.querySelector<HTMLElement>("button")?.focus({ preventScroll: true }), []);
  return (
    <div ref={list} className={style.acts}>
      <Reach customerId={customerId} />
      {PANELS.map((panel) => (
        <button key={panel} type="button" onClick={() => panels.show(id, panel)}>
          <span className={style.name}>{t(`items.${panel}`)}</span>
          <Keys of={panel} />
        </button>
      ))}
      <button type="button" onClick={() => openCustomer(customerId)}>
        <span className={style.name}>{t("items.openCustomer")}</span>
        <Keys of="openCustomer" />
      </button>
    </div>
  );
}

/** By telephone, message or letter; what the customer does not want is not offered. */
function Reach({ customerId }: { customerId: string }) {
  const t = useText();
  const { data: customer } = useQuery({
    queryKey: [...keys.customer(customerId), "reach"],
    queryFn: ({ signal }) => onward.customers.getCustomer(customerId, { signal }),
  });
  if (customer === undefined) return null;
  const { phone, email, do_not_contact: refused } = customer;
  return (
    <>
      {phone !== null && !refused.includes("phone") && (
        <a href={`tel:${encodeURIComponent(phone)}`}>{t("items.call", { phone })}</a>
      )}
      {phone !== null && !refused.includes("sms") && (
        <a href={`sms:${encodeURIComponent(phone)}`}>{t("items.text", { phone })}</a>
      )}
      {email !== null && !refused.includes("email") && (
        <a href={`mailto:${encodeURIComponent(email)}`}>{t("items.mail", { email })}</a>
      )}
    </>
  );
}
