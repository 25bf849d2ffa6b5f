// Filling a tenant with the demo's rows: one press, then how it goes. Nothing for who may not, and where they are.

import { rowsOf, useDemoLoading } from "../api/demo.ts";
import { explain } from "../api/problems.ts";
import { useMay } from "../api/session.ts";
import { useText } from "../i18n/text.tsx";
import { Banner } from "./Banner.tsx";
import { Button } from "./Button.tsx";

interface LoadDemoProps {
  look?: "plain" | "quiet";
  onLoaded?: () => void;
}

const nothing = () => {};

export function LoadDemo({ look = "plain", onLoaded = nothing }: LoadDemoProps) {
  const t = useText();
  const may = useMay("settings:write");
  const { demo, isLoading, error, ended, load } = useDemoLoading(onLoaded);
  if (!may || demo === undefined) return null;
  if (isLoading) return <p role="status">{t("clear.demoLoading")}</p>;
  const isHere = rowsOf(demo) > 0;
  return (
    <>
      {!isHere && (
        <Button look={look} onPress={load}>
          {t("clear.loadDemo")}
        </Button>
      )}
      {error !== null && <Banner tone="failure">{explain(error)}</Banner>}
      {ended !== undefined && (
        <Banner tone="failure">
          {ended.problem === null ? t("clear.demoStopped") : t("clear.demoFailed", { why: ended.problem })}
          {isHere && ` ${t("clear.demoPart")}`}
        </Banner>
      )}
    </>
  );
}
