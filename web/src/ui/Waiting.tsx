// What a page waits for: rows while it is on its way, why it did not come, and the page once it is there.

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useText } from "../i18n/text.tsx";
import { ErrorPanel } from "./ErrorPanel.tsx";
import { Skeleton } from "./Skeleton.tsx";

interface WaitingProps<T> {
  for: UseQueryResult<T>;
  rows?: number;
  children: (found: T) => ReactNode;
}

export function Waiting<T>({ for: query, rows = 4, children }: WaitingProps<T>) {
  const t = useText();
  if (query.data !== undefined) return children(query.data);
  if (query.error === null) return <Skeleton rows={rows} />;
  return <ErrorPanel error={query.error} title={t("ui.loadFailed")} onRetry={() => void query.refetch()} />;
}
