// A part of a page that could not be had: it stays inside its panel, says so, and offers to try again.

import type { ReactNode } from "react";
import { explain } from "../api/problems.ts";
import { useText } from "../i18n/text.tsx";
import { Banner } from "./Banner.tsx";
import { Button } from "./Button.tsx";

interface ErrorPanelProps {
  error: unknown;
  /** What could not be loaded, as a sentence: "We couldn't load Overdue." */
  title: ReactNode;
  onRetry?: () => void;
}

export function ErrorPanel({ error, title, onRetry }: ErrorPanelProps) {
  const t = useText();
  return (
    <Banner tone="failure" actions={onRetry && <Button onPress={onRetry}>{t("ui.retry")}</Button>}>
      <strong>{title}</strong> {explain(error)}
    </Banner>
  );
}
