// Everything of another server into this tenant, while it is new.

import type { WorldTaken } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { useState } from "react";
import { FileTrigger } from "react-aria-components";
import { onward } from "../../../api/client.ts";
import { explain } from "../../../api/problems.ts";
import { useText } from "../../../i18n/text.tsx";
import { Banner } from "../../../ui/Banner.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Part } from "../../../ui/Page.tsx";
import style from "./Transfer.module.css";

export function TakeIn() {
  const t = useText();
  const client = useQueryClient();
  const [isPending, setPending] = useState(false);
  const [taken, setTaken] = useState<WorldTaken | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    setPending(true);
    setFault(null);
    try {
      setTaken(await onward.transfers.importEverything(file));
      await client.invalidateQueries();
    } catch (error) {
      setFault(explain(error));
    } finally {
      setPending(false);
    }
  };
  const count = Object.values(taken?.rows ?? {}).reduce((sum, rows) => sum + rows, 0);
  return (
    <Part title={t("settings.takeIn")} lead={t("settings.takeInLead")}>
      {fault !== null && <Banner tone="failure">{fault}</Banner>}
      {taken !== null && <Banner>{t("settings.takenIn", { count })}</Banner>}
      <div className={style.buttons}>
        <FileTrigger acceptedFileTypes={[".jsonl"]} onSelect={(files) => void take(files?.[0])}>
          <Button isPending={isPending}>
            <Upload size={16} aria-hidden />
            {t("settings.chooseFile")}
          </Button>
        </FileTrigger>
      </div>
    </Part>
  );
}
