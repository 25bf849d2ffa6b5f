// An import at work: how far, how fast, how long still; and the way to end it.

import type { Import } from "@onward/client";
import { ProgressBar } from "react-aria-components";
import { onward } from "../../api/client.ts";
import { useText } from "../../i18n/text.tsx";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { useImportActs } from "./acts.ts";
import { Figures } from "./Figures.tsx";
import style from "./Import.module.css";

export function Progress({ of }: { of: Import }) {
  const t = useText();
  const { isPending, fault, ask } = useImportActs(of.id);
  const { progress } = of;
  const settled = progress === null ? 0 : progress.ready + progress.duplicates + progress.errors;
  const lines = progress?.lines ?? 0;
  return (
    <div className={style.stack}>
      <ProgressBar
        aria-label={t(`import.status.${of.status}`)}
        value={settled}
        maxValue={Math.max(1, lines)}
        className={style.progress ?? ""}
      >
        {({ percentage = 0 }) => (
          <>
            <p className={style.doing}>{t(`import.status.${of.status}`)}</p>
            <span className={style.track}>
              <span className={style.fill} style={{ inlineSize: `${percentage}%` }} />
            </span>
          </>
        )}
      </ProgressBar>
      {progress !== null && (
        <>
          <p className={style.quiet}>
            {t("import.linesDone", { done: settled, lines })}
            {progress.lines_per_second !== null &&
              ` · ${t("import.rate", { rate: Math.round(progress.lines_per_second) })}`}
            {progress.seconds_left !== null && ` · ${t("import.left", { seconds: Math.ceil(progress.seconds_left) })}`}
          </p>
          <Figures progress={progress} good={GOOD[of.status] ?? "written"} />
        </>
      )}
      {fault !== null && <Banner tone="failure">{fault}</Banner>}
      <div className={style.buttons}>
        <Button isPending={isPending} onPress={() => void ask(() => onward.transfers.cancelImport(of.id))}>
          {t("ui.cancel")}
        </Button>
        <span className={style.quiet}>{t("import.goOn")}</span>
      </div>
    </div>
  );
}

const GOOD: Partial<Record<Import["status"], "ready" | "written" | "taken">> = {
  checking: "ready",
  running: "written",
  undoing: "taken",
};
