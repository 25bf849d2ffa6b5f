// The demo's rows: loading them, how many there are, and taking them away in one go.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useAct } from "../../../api/acting.ts";
import { onward } from "../../../api/client.ts";
import { demoQuery, rowsOf } from "../../../api/demo.ts";
import { useMay } from "../../../api/session.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Confirm } from "../../../ui/Confirm.tsx";
import { LoadDemo } from "../../../ui/LoadDemo.tsx";
import { Part } from "../../../ui/Page.tsx";
import style from "./Transfer.module.css";

export function Demo() {
  const t = useText();
  const may = useMay("settings:write");
  const client = useQueryClient();
  const { data } = useQuery(demoQuery);
  const { isPending, act } = useAct(demoQuery.queryKey);
  const [isAsking, setAsking] = useState(false);
  if (data === undefined) return null;
  if (rowsOf(data) === 0 || data.loading_job_id !== null) {
    return may ? (
      <Part title={t("settings.demo")} lead={t("settings.loadDemoLead")}>
        <div className={style.buttons}>
          <LoadDemo />
        </div>
      </Part>
    ) : null;
  }
  const { customers, campaigns, templates, members } = data;
  const count = customers;
  const remove = async () => {
    const isDone = await act({
      run: () => onward.transfers.removeDemo(),
      done: t("settings.demoRemoved", { count }),
    });
    setAsking(false);
    if (isDone) await client.invalidateQueries();
  };
  return (
    <Part title={t("settings.demo")} lead={t("settings.demoLead", { customers, campaigns, templates, members })}>
      {may && (
        <div className={style.buttons}>
          <Button look="danger" onPress={() => setAsking(true)}>
            {t("settings.removeDemo", { count })}
          </Button>
        </div>
      )}
      {isAsking && (
        <Confirm
          title={t("settings.removeDemoAsk")}
          verb={t("settings.removeDemo", { count })}
          isPending={isPending}
          onClose={() => setAsking(false)}
          onConfirm={() => void remove()}
        >
          <p>{t("settings.removeDemoLead")}</p>
        </Confirm>
      )}
    </Part>
  );
}
