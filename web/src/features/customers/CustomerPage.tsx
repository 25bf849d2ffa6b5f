// One customer: what comes next first, then the whole relationship as one thread.

import type { Customer } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { OnwardError } from "../../api/client.ts";
import { lazy } from "../../core/lazy.ts";
import { useTitle } from "../../core/title.ts";
import { showToast } from "../../core/toasts.ts";
import { text, useText } from "../../i18n/text.tsx";
import { Absent } from "../../ui/Absent.tsx";
import { buttonLook } from "../../ui/Button.tsx";
import { Opening } from "../../ui/Opening.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { About } from "./About.tsx";
import { Conversations } from "./Conversations.tsx";
import { CustomerHead } from "./CustomerHead.tsx";
import style from "./CustomerPage.module.css";
import { NextStep } from "./NextStep.tsx";
import { customerQuery } from "./opening.ts";
import { Running } from "./Running.tsx";
import { Thread } from "./Thread.tsx";

const dialogs = {
  edit: lazy(() => import("./EditDialog.tsx")),
  log: lazy(() => import("./LogDialog.tsx")),
  start: lazy(() => import("./StartDialog.tsx")),
  merge: lazy(() => import("./MergeDialog.tsx")),
  close: lazy(() => import("./CloseDialog.tsx")),
  erase: lazy(() => import("./EraseDialog.tsx")),
};

export type CustomerDialog = keyof typeof dialogs;

const here = getRouteApi("/inside/customers/$customerId");

export function CustomerPage() {
  const t = useText();
  const { customerId } = here.useParams();
  const found = useQuery(customerQuery(customerId));
  useTitle(found.data?.name ?? t("customers.customer"));
  const kept = keptInstead(found.error);
  if (kept !== undefined) return <Merged into={kept} />;
  if (found.data !== undefined) return <Relationship key={customerId} customer={found.data} />;
  return (
    <Absent
      query={found}
      heading={t("customers.customer")}
      failed={t("customers.failed")}
      gone={{
        title: t("customers.goneTitle"),
        body: t("customers.goneBody"),
        back: (
          <Link to="/customers" className={buttonLook("plain")}>
            {t("customers.toAll")}
          </Link>
        ),
      }}
      rows={6}
    />
  );
}

/** A duplicate's address leads to the customer that it was merged into. */
function Merged({ into }: { into: string }) {
  const navigate = useNavigate();
  useEffect(() => {
    void navigate({ to: "/customers/$customerId", params: { customerId: into }, replace: true });
    showToast(text("customers.mergedInto"));
  }, [into, navigate]);
  return <Skeleton rows={6} />;
}

function keptInstead(error: unknown): string | undefined {
  return error instanceof OnwardError && error.code === "merged" ? error.location?.split("/").at(-1) : undefined;
}

function Relationship({ customer }: { customer: Customer }) {
  const [shown, setShown] = useState<CustomerDialog | null>(null);
  const Shown = shown === null ? null : dialogs[shown];
  return (
    <div className={style.page}>
      <CustomerHead customer={customer} onShow={setShown} />
      <NextStep customer={customer} onShow={setShown} />
      <div className={style.aside}>
        <Running customer={customer} onShow={setShown} />
        <About customer={customer} />
        <Conversations customer={customer} />
      </div>
      <Thread customer={customer} onShow={setShown} />
      {Shown !== null && (
        <Opening>
          <Shown customer={customer} onClose={() => setShown(null)} />
        </Opening>
      )}
    </div>
  );
}
