// In the place of a list whose view is not there: on its way, not to be had now, or gone.

import { Link } from "@tanstack/react-router";
import { useText } from "../../i18n/text.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import type { KnownView } from "./useViews.ts";

interface MissingViewProps {
  missing: "waiting" | "failed" | "gone";
  error: unknown;
  onRetry: () => void;
  /** What can be shown in its place. */
  instead: KnownView;
}

export function MissingView({ missing, error, onRetry, instead: { id, label } }: MissingViewProps) {
  const t = useText();
  if (missing === "waiting") return <Skeleton rows={10} />;
  if (missing === "failed") return <ErrorPanel error={error} title={t("interactions.viewsFailed")} onRetry={onRetry} />;
  return (
    <EmptyState
      title={t("interactions.viewGoneTitle")}
      actions={
        <Link to="/interactions" search={{ view: id }}>
          {t("interactions.viewGoneShow", { name: label })}
        </Link>
      }
    >
      {t("interactions.viewGoneBody")}
    </EmptyState>
  );
}
