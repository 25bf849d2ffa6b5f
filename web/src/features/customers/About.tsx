// What is known about the customer besides the history.

import type { Customer } from "@onward/client";
import { useText } from "../../i18n/text.tsx";
import style from "./About.module.css";
import page from "./CustomerPage.module.css";
import { useChannel } from "./channels.ts";

export function About({ customer }: { customer: Customer }) {
  const t = useText();
  const channel = useChannel();
  const { email, phone, timezone, tags, notes, do_not_contact } = customer;
  const lines: [string, string | null][] = [
    [t("customers.email"), email],
    [t("customers.phone"), phone],
    [t("customers.zone"), timezone],
    [t("customers.doNotContact"), do_not_contact.map(channel).join(", ") || null],
    [t("customers.about"), notes],
  ];
  const known = lines.filter(([, words]) => words !== null && words !== "");
  if (known.length === 0 && tags.length === 0) return null;
  return (
    <section className={page.panel} aria-labelledby="about">
      <div className={page.panelHead}>
        <h2 id="about" className={page.panelTitle}>
          {t("customers.aboutTitle")}
        </h2>
      </div>
      <dl className={style.facts}>
        {known.map(([label, words]) => (
          <div key={label} className={style.fact}>
            <dt>{label}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      {tags.length > 0 && (
        <ul className={style.tags} aria-label={t("customers.tags")}>
          {tags.map((tag) => (
            <li key={tag}>{tag}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
