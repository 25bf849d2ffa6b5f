// Who it is, how to reach them, what time it is where they are.

import type { Customer } from "@onward/client";
import { Mail, MessageSquare, MoreHorizontal, Phone } from "lucide-react";
import { Suspense, useState } from "react";
import { useMemberName, useZone } from "../../api/tenant.ts";
import { useMinute } from "../../core/clock.ts";
import { formatInstant, formatTime } from "../../core/format.ts";
import { lazy } from "../../core/lazy.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { buttonLook, IconButton } from "../../ui/Button.tsx";
import { Dotted } from "../../ui/Dotted.tsx";
import style from "./CustomerHead.module.css";
import type { CustomerDialog } from "./CustomerPage.tsx";
import { useMayChange } from "./useMayChange.ts";

const CustomerMenu = lazy(() => import("./CustomerMenu.tsx"));

interface HeadProps {
  customer: Customer;
  onShow: (dialog: CustomerDialog) => void;
}

export function CustomerHead({ customer, onShow }: HeadProps) {
  const t = useText();
  const nameOf = useMemberName();
  const mayWrite = useMayChange(customer, "customers:write");
  const myZone = useZone();
  const { name, company, status, owner_id, erased_at } = customer;
  return (
    <header className={style.head}>
      <div className={style.who}>
        <h1>{name}</h1>
        <Dotted>
          {company !== null && company !== name && <span>{company}</span>}
          <span>
            {owner_id === null
              ? t("customers.nobodysCustomer")
              : t("customers.ownedBy", { name: nameOf(owner_id) ?? "…" })}
          </span>
          <LocalTime zone={customer.timezone} />
          {erased_at !== null && (
            <span>{t("customers.erasedOn", { day: formatInstant(erased_at, myZone, formatLocale()) })}</span>
          )}
          {status !== "active" && (
            <span className={style.status} data-status={status}>
              {t(`customers.status.${status}`)}
            </span>
          )}
        </Dotted>
      </div>
      <div className={style.acts}>
        <Reach customer={customer} />
        {mayWrite && <More customer={customer} onShow={onShow} />}
      </div>
    </header>
  );
}

function LocalTime({ zone }: { zone: string | null }) {
  const t = useText();
  const now = useMinute();
  if (zone === null) return null;
  return <span>{t("customers.localTime", { time: formatTime(now, zone, formatLocale()), zone: placeOf(zone) })}</span>;
}

/** `America/New_York` is New York to those who read it. */
function placeOf(zone: string): string {
  return zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
}

/** Blocked channels are shown, and lead nowhere. */
function Reach({ customer: { phone, email, do_not_contact } }: { customer: Customer }) {
  const t = useText();
  const ways = [
    { channel: "phone", to: phone && `tel:${dialled(phone)}`, label: t("customers.call"), Sign: Phone },
    { channel: "sms", to: phone && `sms:${dialled(phone)}`, label: t("customers.text"), Sign: MessageSquare },
    { channel: "email", to: email && `mailto:${encodeURIComponent(email)}`, label: t("customers.write"), Sign: Mail },
  ];
  return (
    <ul className={style.ways}>
      {ways.map(({ channel, to, label, Sign }) =>
        to === null || to === "" || do_not_contact.includes(channel) ? null : (
          <li key={channel}>
            <a href={to} className={buttonLook("plain")}>
              <Sign size={16} aria-hidden />
              {label}
            </a>
          </li>
        ),
      )}
    </ul>
  );
}

/** The menu takes much code; until it is there its button stands in its place, and a press on it is not lost. */
function More(props: HeadProps) {
  const t = useText();
  const [isWanted, setWanted] = useState(false);
  const opener = (onPress?: () => void) => (
    <IconButton label={t("customers.more")} {...(onPress && { onPress })}>
      <MoreHorizontal size={18} aria-hidden />
    </IconButton>
  );
  return (
    <Suspense fallback={opener(() => setWanted(true))}>
      <CustomerMenu {...props} trigger={opener()} isOpenAtFirst={isWanted} />
    </Suspense>
  );
}

/** What a telephone understands of what people write. */
export function dialled(phone: string): string {
  return phone.replace(/(?!^\+)[^\d]/g, "");
}
