// The demo's rows: how many there are, and taking them away in one go.

import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useAct } from "../../../api/acting.ts";
import { onward } from "../../../api/client.ts";
import { useMay } from "../../../api/session.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Confirm } from "../../../ui/Confirm.tsx";
import { Part } from "../../../ui/Page.tsx";
import style from "./Transfer.module.css";

const demoQuery = queryOptions({
  queryKey: ["demo"],
  queryFn: ({ signal }) => onward.transfers.countDemo({ signal }),
});

export function Demo() {
  const t = useText();
  const may = useMay("settings:write");
  const client = useQueryClient();
  const { data } = useQuery(demoQuery);
  const { isPending, act } = useAct(demoQuery.queryKey);
  const [isAsking, setAsking] = useState(false);
  if (data === undefined) return null;
  const { customers, campaigns, templates, members } = data;
  if (customers + campaigns + templates + members === 0) return null;
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
