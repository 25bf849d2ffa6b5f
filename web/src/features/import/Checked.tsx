// What a run would do, and the button that does it.

import type { Import } from "@onward/client";
import { onward } from "../../api/client.ts";
import { useText } from "../../i18n/text.tsx";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { Part } from "../../ui/Page.tsx";
import { useImportActs } from "./acts.ts";
import { Figures, ProblemLines } from "./Figures.tsx";
import style from "./Import.module.css";

export function Checked({ of }: { of: Import }) {
  const t = useText();
  const { isPending, fault, ask } = useImportActs(of.id);
  if (of.progress === null) return null;
  const { ready } = of.progress;
  return (
    <Part title={t("import.checked")} lead={t("import.checkedLead")}>
      <div role="status">
        <Figures progress={of.progress} good="ready" />
      </div>
      {fault !== null && <Banner tone="failure">{fault}</Banner>}
      <div className={style.buttons}>
        {ready > 0 && (
          <Button
            look="strong"
            autoFocus
            isPending={isPending}
            onPress={() => void ask(() => onward.transfers.runImport(of.id))}
          >
            {t(`import.run.${of.kind}`, { count: ready })}
          </Button>
        )}
        <ProblemLines of={of} />
      </div>
    </Part>
  );
}
