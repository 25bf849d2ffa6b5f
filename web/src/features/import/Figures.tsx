// How many lines are good, known already, and wrong; with the lines to look at as a file.

import type { Import } from "@onward/client";
import { Download } from "lucide-react";
import { useState } from "react";
import { onward } from "../../api/client.ts";
import { explain } from "../../api/problems.ts";
import { download } from "../../core/download.ts";
import { showToast } from "../../core/toasts.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import style from "./Import.module.css";

interface FiguresProps {
  progress: NonNullable<Import["progress"]>;
  /** What becomes of good lines: they are ready, were written, were taken back. */
  good: "ready" | "written" | "taken";
}

export function Figures({ progress, good }: FiguresProps) {
  const t = useText();
  const figures = [
    { name: t(`import.figure.${good}`), count: progress.ready, tone: "good" },
    { name: t("import.figure.duplicates"), count: progress.duplicates, tone: "plain" },
    { name: t(good === "taken" ? "import.figure.kept" : "import.figure.errors"), count: progress.errors, tone: "bad" },
  ];
  return (
    <dl className={style.figures}>
      {figures.map(({ name, count, tone }) => (
        <div key={name} data-tone={count > 0 ? tone : "none"}>
          <dd className={style.count}>{t("import.number", { count })}</dd>
          <dt>{name}</dt>
        </div>
      ))}
    </dl>
  );
}

export function ProblemLines({ of }: { of: Import }) {
  const t = useText();
  const [isPending, setPending] = useState(false);
  const count = (of.progress?.duplicates ?? 0) + (of.progress?.errors ?? 0);
  if (count === 0) return null;
  const take = async () => {
    setPending(true);
    try {
      download(await onward.transfers.downloadImportLines(of.id), `left-out-${of.file_name}`);
    } catch (error) {
      showToast(explain(error), { tone: "failure" });
    } finally {
      setPending(false);
    }
  };
  return (
    <Button isPending={isPending} onPress={() => void take()}>
      <Download size={16} aria-hidden />
      {t("import.takeLines", { count })}
    </Button>
  );
}
