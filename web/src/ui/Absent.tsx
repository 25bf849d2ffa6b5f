// In place of a page about one thing: that it is on its way, that there is no such thing, or why it did not come.

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { isCode } from "../api/problems.ts";
import style from "./Absent.module.css";
import { EmptyState } from "./EmptyState.tsx";
import { ErrorPanel } from "./ErrorPanel.tsx";
import { Skeleton } from "./Skeleton.tsx";

interface AbsentProps {
  query: Pick<UseQueryResult, "error" | "refetch">;
  /** What stands above the page where its own name is not known. */
  heading: string;
  /** That it could not be loaded, as a sentence. */
  failed: string;
  gone: { title: string; body: string; back: ReactNode };
  rows: number;
}

export function Absent({ query: { error, refetch }, heading, failed, gone, rows }: AbsentProps) {
  if (error === null) return <Skeleton rows={rows} />;
  if (isCode(error, "not-found"))
    return (
      <EmptyState heading="h1" title={gone.title} actions={gone.back}>
        {gone.body}
      </EmptyState>
    );
  return (
    <div className={style.failed}>
      <h1>{heading}</h1>
      <ErrorPanel error={error} title={failed} onRetry={() => void refetch()} />
    </div>
  );
}
