// Before the draft becomes the next version: what changes, and for whom nothing does.

import type { Template } from "@onward/client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onward } from "../../api/client.ts";
import { explain } from "../../api/problems.ts";
import { keys } from "../../api/queries.ts";
import { showToast } from "../../core/toasts.ts";
import { useText } from "../../i18n/text.tsx";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { Differences } from "./Differences.tsx";
import { type Moved, migrateAll } from "./migrating.ts";
import style from "./PublishDialog.module.css";
import { draftDiffQuery } from "./queries.ts";
import { migratingWords, Stayed } from "./Stayed.tsx";
import type { Names } from "./words.ts";

interface PublishDialogProps {
  template: Template;
  names: Names;
  onAdopt: (template: Template) => void;
  onClose: () => void;
}

interface State {
  isBusy: boolean;
  error?: unknown;
  moved?: Moved;
  /** It is done, and there is something to tell. */
  isPublished?: boolean;
}

export default function PublishDialog({ template, names, onAdopt, onClose }: PublishDialogProps) {
  const t = useText();
  const client = useQueryClient();
  const diff = useQuery(draftDiffQuery(template.id, template.revision));
  const [isOn, setOn] = useState(true);
  const [withRunning, setWithRunning] = useState(false);
  const [state, setState] = useState<State>({ isBusy: false });
  const running = diff.data?.running.reduce((sum, { workflows }) => sum + workflows, 0) ?? 0;
  const publish = async () => {
    setState({ isBusy: true });
    try {
      let published = await onward.templates.publishTemplate(template.id, { ifMatch: template.revision });
      if (isOn && !published.is_active)
        published = await onward.templates.updateTemplate(template.id, { is_active: true });
      client.setQueryData(keys.template(template.id), published);
      onAdopt(published);
      const tell = (moved: Moved) => setState({ isBusy: true, moved });
      const moved = withRunning && running > 0 ? await migrateAll(template.id, tell) : undefined;
      await client.invalidateQueries({ queryKey: [...keys.templates, "list"] });
      await client.invalidateQueries({ queryKey: keys.workflows });
      showToast(t("templates.did.publish", { version: published.version }));
      if (moved === undefined || moved.stayed.length === 0) onClose();
      else setState({ isBusy: false, moved, isPublished: true });
    } catch (error) {
      setState({ isBusy: false, error });
    }
  };
  const acts = (
    <>
      <Button onPress={onClose}>{t("templates.notYet")}</Button>
      <Button
        look="strong"
        isPending={state.isBusy}
        isDisabled={diff.data === undefined}
        onPress={() => void publish()}
      >
        {t("templates.publishVersion", { version: template.version + 1 })}
      </Button>
    </>
  );
  if (state.isPublished === true && state.moved !== undefined)
    return <Stayed version={template.version + 1} moved={state.moved} onClose={onClose} />;
  return (
    <Dialog
      title={t("templates.publishTitle", { name: template.draft?.name ?? template.name })}
      isOpen
      onClose={onClose}
      actions={acts}
      size="wide"
    >
      <div className={style.body}>
        {state.error !== undefined && <Banner tone="failure">{explain(state.error)}</Banner>}
        {diff.isPending && <Skeleton rows={3} />}
        {diff.error !== null && (
          <ErrorPanel error={diff.error} title={t("templates.diffFailed")} onRetry={() => void diff.refetch()} />
        )}
        {diff.data !== undefined && (
          <>
            <p className={style.lead}>
              {t("templates.staying", { count: running, version: template.version, next: template.version + 1 })}
            </p>
            <Differences diff={diff.data} names={names} />
            {running > 0 && (
              <Checkbox isSelected={withRunning} onChange={setWithRunning} help={t("templates.migrateHelp")}>
                {t("templates.migrate", { count: running })}
              </Checkbox>
            )}
            {!template.is_active && (
              <Checkbox isSelected={isOn} onChange={setOn}>
                {t("templates.alsoSwitchOn")}
              </Checkbox>
            )}
          </>
        )}
        {state.moved !== undefined && <p role="status">{migratingWords(t, state.moved)}</p>}
      </div>
    </Dialog>
  );
}
