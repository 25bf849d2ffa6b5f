// How far the draft is kept: one quiet line, and a loud one where somebody has to do something.

import type { Template } from "@onward/client";
import { useText } from "../../i18n/text.tsx";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import style from "./BuilderHead.module.css";
import type { Draft } from "./useDraft.ts";

interface SavingLineProps {
  template: Template;
  draft: Draft;
  faults: number;
}

export function SavingLine({ template, draft, faults }: SavingLineProps) {
  const t = useText();
  const { saving } = draft;
  if (saving.state === "conflict") {
    const acts = (
      <>
        <Button onPress={() => draft.adopt(saving.theirs)}>{t("templates.takeTheirs")}</Button>
        <Button onPress={() => draft.insist(saving.theirs)}>{t("templates.keepMine")}</Button>
      </>
    );
    return (
      <Banner tone="failure" actions={<div className={style.acts}>{acts}</div>}>
        {t("templates.conflict")}
      </Banner>
    );
  }
  if (saving.state === "failed") {
    return <ErrorPanel error={saving.error} title={t("templates.notKept")} onRetry={() => void draft.flush()} />;
  }
  return (
    <p className={style.state} data-state={faults > 0 ? "faulty" : saving.state}>
      <span className={style.dot} aria-hidden />
      {t("templates.versionNow", { version: template.version })} ·{" "}
      {t(words(template, draft, faults), { count: faults })}
    </p>
  );
}

function words(template: Template, { saving }: Draft, faults: number) {
  if (faults > 0 || saving.state === "faulty") return "templates.state.faulty";
  if (saving.state === "waiting") return "templates.state.waiting";
  if (saving.state === "saving") return "templates.state.saving";
  return template.draft === null ? "templates.state.published" : "templates.state.kept";
}
