// The acts on a whole template: each tells what it did, and those that can be taken back say so.

import type { Template } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { onward } from "../../api/client.ts";
import { explain } from "../../api/problems.ts";
import { keys } from "../../api/queries.ts";
import { saveAs } from "../../core/file.ts";
import { showToast } from "../../core/toasts.ts";
import { offerUndo } from "../../core/undo.ts";
import { useText } from "../../i18n/text.tsx";
import type { Draft } from "./useDraft.ts";

export type TemplateAct =
  | "makeDefault"
  | "unsetDefault"
  | "switchOn"
  | "switchOff"
  | "copy"
  | "export"
  | "dropDraft"
  | "archive"
  | "restore";

const { templates } = onward;

export function useTemplateActs(open: (id: string) => void, draft?: Draft) {
  const t = useText();
  const client = useQueryClient();
  const show = (changed: Template) => {
    client.setQueryData(keys.template(changed.id), changed);
    draft?.adopt(changed);
    return client.invalidateQueries({ queryKey: [...keys.templates, "list"] });
  };
  const undoable = async (words: string, act: () => Promise<Template>, back: () => Promise<Template>) => {
    await show(await act());
    offerUndo({ words, undo: async () => show(await back()) }, t("ui.undo"));
  };
  const set = (id: string, flags: { is_default?: boolean; is_active?: boolean }) => templates.updateTemplate(id, flags);
  const acts: Record<TemplateAct, (template: Template) => Promise<void>> = {
    makeDefault: async ({ id, name }) => {
      await show(await set(id, { is_default: true }));
      showToast(t("templates.did.makeDefault", { name }));
    },
    unsetDefault: ({ id, name }) =>
      undoable(
        t("templates.did.unsetDefault", { name }),
        () => set(id, { is_default: false }),
        () => set(id, { is_default: true }),
      ),
    switchOn: ({ id, name }) =>
      undoable(
        t("templates.did.switchOn", { name }),
        () => set(id, { is_active: true }),
        () => set(id, { is_active: false }),
      ),
    switchOff: async ({ id, name, is_default }) => {
      const off = is_default ? { is_active: false, is_default: false } : { is_active: false };
      const on = is_default ? { is_active: true, is_default: true } : { is_active: true };
      await undoable(
        t("templates.did.switchOff", { name }),
        () => set(id, off),
        () => set(id, on),
      );
    },
    copy: async ({ name, description, steps, end_action, on_reply }) => {
      const copy = { name: t("templates.copyOf", { name }), description, steps, end_action, on_reply };
      const made = await templates.createTemplate({ ...copy, is_active: false });
      await client.invalidateQueries({ queryKey: [...keys.templates, "list"] });
      open(made.id);
    },
    export: async ({ id, name }) => {
      const bundle = await templates.exportTemplates([id]);
      saveAs(`${name}.json`, JSON.stringify(bundle, null, 2), "application/json");
    },
    dropDraft: async ({ id, draft: dropped }) => {
      if (dropped === null) return;
      await undoable(
        t("templates.did.dropDraft"),
        () => templates.dropTemplateDraft(id),
        () => templates.saveTemplateDraft(id, dropped),
      );
    },
    archive: ({ id, name }) =>
      undoable(
        t("templates.did.archive", { name }),
        () => templates.archiveTemplate(id),
        () => templates.restoreTemplate(id),
      ),
    restore: ({ id, name }) =>
      undoable(
        t("templates.did.restore", { name }),
        () => templates.restoreTemplate(id),
        () => templates.archiveTemplate(id),
      ),
  };
  return async (act: TemplateAct, template: Template): Promise<void> => {
    try {
      await draft?.flush();
      await acts[act](template);
    } catch (error) {
      showToast(`${t("templates.actFailed")} ${explain(error)}`, { tone: "failure" });
    }
  };
}
