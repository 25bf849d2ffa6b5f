// The builder's head: the template's name, how far it is kept, what stands against it, and publishing.

import type { Template } from "@onward/client";
import { useNavigate } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import { Input, TextField } from "react-aria-components";
import { offlineSince } from "../../core/online.ts";
import { useStore } from "../../core/store.ts";
import { useText } from "../../i18n/text.tsx";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import style from "./BuilderHead.module.css";
import { countOf, faultOf } from "./checks.ts";
import { SavingLine } from "./SavingLine.tsx";
import { TemplateMenu } from "./TemplateMenu.tsx";
import type { Draft } from "./useDraft.ts";
import type { Path } from "./usePath.ts";

interface BuilderHeadProps {
  template: Template;
  draft: Draft;
  path: Path;
  isReadOnly: boolean;
  onPublish: () => void;
}

export function BuilderHead({ template, draft, path, isReadOnly, onPublish }: BuilderHeadProps) {
  const t = useText();
  const navigate = useNavigate();
  const { outline, edit } = draft;
  const faults = countOf(path.checks);
  const hasDraft = template.draft !== null || draft.saving.state !== "still";
  return (
    <header className={style.head}>
      <Button look="quiet" onPress={() => void navigate({ to: "/templates" })}>
        <ChevronLeft size={16} aria-hidden /> {t("app.templates")}
      </Button>
      <div className={style.line}>
        <h1 className={style.heading}>
          <span className="visually-hidden">{outline.name}</span>
          <TextField
            aria-label={t("templates.field.name")}
            value={outline.name}
            isReadOnly={isReadOnly}
            isInvalid={faultOf(path.checks, "", "name") !== undefined}
            onChange={(name) => edit((now) => ({ ...now, name }))}
            className={style.name ?? ""}
          >
            <Input className={style.input ?? ""} autoComplete="off" />
          </TextField>
        </h1>
        <div className={style.acts}>
          {!isReadOnly && (
            <Button look="strong" isDisabled={!hasDraft || faults > 0} onPress={onPublish}>
              {t("templates.publish")}
            </Button>
          )}
          <TemplateMenu template={template} draft={draft} />
        </div>
      </div>
      <SavingLine template={template} draft={draft} faults={faults} />
      <Why template={template} isReadOnly={isReadOnly} />
    </header>
  );
}

/** Why nothing can be changed here, and who could. */
function Why({ template, isReadOnly }: Pick<BuilderHeadProps, "template" | "isReadOnly">) {
  const t = useText();
  const isOffline = useStore(offlineSince) !== null;
  if (!isReadOnly) return null;
  if (template.archived_at !== null) return <Banner>{t("templates.isArchived")}</Banner>;
  return <Banner>{t(isOffline ? "templates.isOffline" : "templates.mayNot")}</Banner>;
}
