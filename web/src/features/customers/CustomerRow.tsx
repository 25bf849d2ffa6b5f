// One customer in the list.

import type { Customer } from "@onward/client";
import { Link } from "@tanstack/react-router";
import { useText } from "../../i18n/text.tsx";
import { GridCell } from "../../ui/VirtualGrid.tsx";
import style from "./CustomersPage.module.css";

export function CustomerRow({ customer, owner }: { customer: Customer; owner: string | undefined }) {
  const t = useText();
  const { id, name, company, status, email, phone } = customer;
  return (
    <div className={style.row}>
      <span className={style.bead} data-status={status} aria-hidden />
      <GridCell className={style.who}>
        <Link to="/customers/$customerId" params={{ customerId: id }} className={style.name} tabIndex={-1}>
          {name}
        </Link>
        {company !== null && company !== name && <span className={style.company}>{company}</span>}
        {status !== "active" && <span className={style.status}>{t(`customers.status.${status}`)}</span>}
      </GridCell>
      <GridCell className={style.contact}>{email ?? phone}</GridCell>
      <GridCell className={style.owner}>{owner}</GridCell>
    </div>
  );
}
