// One interaction under its own address: a sheet over the list, or a page.

import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate, useRouterState } from "@tanstack/react-router";
import { isCode } from "../../api/problems.ts";
import { useCommands } from "../../core/keys.ts";
import { useTitle } from "../../core/title.ts";
import { useText } from "../../i18n/text.tsx";
import { Sheet } from "../../ui/Dialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import style from "./Detail.module.css";
import { Detail } from "./Detail.tsx";
import { interactionQuery } from "./queries.ts";
import { useLeaving } from "./useLeaving.ts";

const here = getRouteApi("/inside/interactions/$interactionId");

export function DetailPage() {
  const { interactionId } = here.useParams();
  const isSheet = useRouterState({ select: ({ location }) => location.state.isSheet === true });
  return isSheet ? <DetailSheet id={interactionId} /> : <Page id={interactionId} />;
}

function DetailSheet({ id }: { id: string }) {
  const t = useText();
  const navigate = useNavigate();
  const { data } = useQuery(interactionQuery(id));
  const close = useLeaving(() => void navigate({ to: "/interactions", search: true }));
  return (
    <Sheet title={data?.title ?? t("interactions.one")} isOpen onClose={close}>
      <Loaded id={id} />
    </Sheet>
  );
}

function Page({ id }: { id: string }) {
  const t = useText();
  const navigate = useNavigate();
  const { data } = useQuery(interactionQuery(id));
  const leave = useLeaving(() => void navigate({ to: "/interactions" }));
  useCommands({ back: leave });
  return (
    <div className={style.page}>
      <h1>{data?.title ?? t("interactions.one")}</h1>
      <Loaded id={id} />
    </div>
  );
}

function Loaded({ id }: { id: string }) {
  const t = useText();
  const { data, error, refetch } = useQuery(interactionQuery(id));
  useTitle(data?.title ?? t("interactions.one"));
  if (data !== undefined) return <Detail key={id} interaction={data} />;
  if (isCode(error, "not-found"))
    return <EmptyState title={t("interactions.goneTitle")}>{t("interactions.goneBody")}</EmptyState>;
  if (error !== null)
    return <ErrorPanel error={error} title={t("interactions.oneFailed")} onRetry={() => void refetch()} />;
  return <Skeleton rows={4} />;
}
