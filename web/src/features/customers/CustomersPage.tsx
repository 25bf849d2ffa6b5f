// All customers, found as one types.

import type { Customer, CustomerFilters } from "@onward/client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useMay } from "../../api/session.ts";
import { useMemberName } from "../../api/tenant.ts";
import { useCommands } from "../../core/keys.ts";
import { lazy } from "../../core/lazy.ts";
import { useTitle } from "../../core/title.ts";
import { useText } from "../../i18n/text.tsx";
import { Button, buttonLook } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { Opening } from "../../ui/Opening.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { VirtualGrid } from "../../ui/VirtualGrid.tsx";
import { CustomerFilterBar } from "./CustomerFilterBar.tsx";
import { CustomerRow } from "./CustomerRow.tsx";
import style from "./CustomersPage.module.css";
import { customersQuery } from "./queries.ts";

const CreateDialog = lazy(() => import("./CreateDialog.tsx"));
const ROW_HEIGHT = 44;
const here = getRouteApi("/inside/customers");

export function CustomersPage() {
  const t = useText();
  useTitle(t("customers.title"));
  const mayWrite = useMay("customers:write");
  const [isCreating, setCreating] = useState(false);
  return (
    <div className={style.page}>
      <header className={style.head}>
        <h1>{t("customers.title")}</h1>
        {mayWrite && (
          <Button look="strong" onPress={() => setCreating(true)}>
            <Plus size={16} aria-hidden />
            {t("customers.create")}
          </Button>
        )}
      </header>
      <CustomerFilterBar />
      <Found onCreate={mayWrite ? () => setCreating(true) : undefined} />
      {isCreating && (
        <Opening>
          <CreateDialog onClose={() => setCreating(false)} />
        </Opening>
      )}
    </div>
  );
}

function useFilters(): CustomerFilters {
  const { q, owner, status, loose } = here.useSearch();
  return {
    ...(q === undefined ? { sort: "name" } : { q }),
    ...(owner === undefined ? {} : { owner_id: [owner] }),
    // Without a next step one who is paused or closed is no loose end.
    ...(status !== undefined ? { status: [status] } : loose === true ? { status: ["active"] } : {}),
    ...(loose === true ? { has_next: false } : {}),
  };
}

function Found({ onCreate }: { onCreate: (() => void) | undefined }) {
  const t = useText();
  const navigate = useNavigate();
  const nameOf = useMemberName();
  const filters = useFilters();
  const found = useInfiniteQuery({ ...customersQuery(filters), placeholderData: (before) => before });
  const open = (customer: Customer) =>
    void navigate({ to: "/customers/$customerId", params: { customerId: customer.id } });
  useCommands({ search: () => document.getElementById("customer-words")?.focus() });
  const customers = found.data?.pages.flatMap(({ data }) => data);
  if (found.isError && customers === undefined)
    return <ErrorPanel error={found.error} title={t("customers.listFailed")} onRetry={() => void found.refetch()} />;
  if (customers === undefined) return <Skeleton rows={8} />;
  if (customers.length === 0) return <Nobody onCreate={onCreate} />;
  return (
    <VirtualGrid<Customer>
      label={t("customers.title")}
      rows={customers}
      estimate={() => ROW_HEIGHT}
      onOpen={open}
      onEnd={() => void (found.hasNextPage && !found.isFetchingNextPage && found.fetchNextPage())}
      commands={(customer) => ({ openCustomer: () => open(customer) })}
      renderRow={(customer) => <CustomerRow customer={customer} owner={nameOf(customer.owner_id)} />}
    />
  );
}

function Nobody({ onCreate }: { onCreate: (() => void) | undefined }) {
  const t = useText();
  const { q, owner, status, loose } = here.useSearch();
  const mayImport = useMay("import");
  const navigate = useNavigate();
  const reset = () => void navigate({ to: "/customers", search: {} });
  if (loose === true && q === undefined && owner === undefined)
    return <EmptyState title={t("customers.noneLooseTitle")}>{t("customers.noneLooseBody")}</EmptyState>;
  if (q !== undefined || owner !== undefined || status !== undefined || loose === true)
    return (
      <EmptyState
        title={t("customers.noneFoundTitle")}
        actions={<Button onPress={reset}>{t("customers.resetFilters")}</Button>}
      >
        {q === undefined ? t("customers.noneFoundBody") : t("customers.noneFoundWords", { words: q })}
      </EmptyState>
    );
  return (
    <EmptyState
      title={t("customers.noneTitle")}
      actions={
        <>
          {onCreate && <Button onPress={onCreate}>{t("customers.create")}</Button>}
          {mayImport && (
            <Link to="/import" search={{ kind: "customers" }} className={buttonLook("quiet")}>
              {t("customers.import")}
            </Link>
          )}
        </>
      }
    >
      {t("customers.noneBody")}
    </EmptyState>
  );
}
