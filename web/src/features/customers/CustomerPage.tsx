// One customer: what comes next first, then the whole relationship as one thread.

import type { Customer } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTitle } from "../../core/title.ts";
import { useText } from "../../i18n/text.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { About } from "./About.tsx";
import { Conversations } from "./Conversations.tsx";
import { CustomerHead } from "./CustomerHead.tsx";
import style from "./CustomerPage.module.css";
import { NextStep } from "./NextStep.tsx";
import { customerQuery } from "./queries.ts";
import { Running } from "./Running.tsx";
import { Thread } from "./Thread.tsx";

const dialogs = {
  edit: lazy(() => import("./EditDialog.tsx")),
  log: lazy(() => import("./LogDialog.tsx")),
  start: lazy(() => import("./StartDialog.tsx")),
  merge: lazy(() => import("./MergeDialog.tsx")),
  close: lazy(() => import("./CloseDialog.tsx")),
};

export type CustomerDialog = keyof typeof dialogs;

const here = getRouteApi("/inside/customers/$customerId");

export function CustomerPage() {
  const t = useText();
  const { customerId } = here.useParams();
  const found = useQuery(customerQuery(customerId));
  useTitle(found.data?.name ?? t("customers.customer"));
  if (found.data !== undefined) return <Relationship key={customerId} customer={found.data} />;
  if (found.isError)
    return <ErrorPanel error={found.error} title={t("customers.failed")} onRetry={() => void found.refetch()} />;
  return <Skeleton rows={6} />;
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
      <Thread customer={customer} />
      {Shown !== null && (
        <Suspense fallback={<span data-modal hidden />}>
          <Shown customer={customer} onClose={() => setShown(null)} />
        </Suspense>
      )}
    </div>
  );
}
