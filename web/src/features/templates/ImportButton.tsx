// Templates out of a file that an export made.

import type { TemplateBundle } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { FileTrigger } from "react-aria-components";
import { onward } from "../../api/client.ts";
import { explain } from "../../api/problems.ts";
import { keys } from "../../api/queries.ts";
import { showToast } from "../../core/toasts.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";

export function ImportButton() {
  const t = useText();
  const client = useQueryClient();
  const takeIn = async (file: File) => {
    const bundle = parsed(await file.text());
    if (bundle === null) {
      showToast(t("templates.notJson", { name: file.name }), { tone: "failure" });
      return;
    }
    try {
      const { data, notes } = await onward.templates.importTemplates(bundle);
      await client.invalidateQueries({ queryKey: keys.templates });
      const left = notes.map(({ field, message }) => `${field} ${message}`).join(". ");
      showToast(`${t("templates.did.import", { count: data.length })} ${left}`.trim());
    } catch (error) {
      showToast(`${t("templates.importFailed")} ${explain(error)}`, { tone: "failure" });
    }
  };
  return (
    <FileTrigger
      acceptedFileTypes={["application/json", ".json"]}
      onSelect={(files) => {
        const [file] = files ?? [];
        if (file !== undefined) void takeIn(file);
      }}
    >
      <Button>
        <Upload size={16} aria-hidden /> {t("templates.import")}
      </Button>
    </FileTrigger>
  );
}

/** What is in it the server judges; only what is no JSON at all stops here. */
function parsed(text: string): TemplateBundle | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
