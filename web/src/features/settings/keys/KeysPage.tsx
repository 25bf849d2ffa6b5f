// API keys: how programs get in. Each is shown once, when it is made.

import type { Key } from "@onward/client";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useAct } from "../../../api/acting.ts";
import { onward } from "../../../api/client.ts";
import { useMay } from "../../../api/session.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Confirm } from "../../../ui/Confirm.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { Page, Part } from "../../../ui/Page.tsx";
import { Rows } from "../../../ui/Rows.tsx";
import { Waiting } from "../../../ui/Waiting.tsx";
import { CreateKey } from "./CreateKey.tsx";
import { KeyRow } from "./KeyRow.tsx";

export const keysQuery = queryOptions({
  queryKey: ["keys"],
  queryFn: ({ signal }) => onward.keys.listKeys({ signal }),
});

export function KeysPage() {
  const t = useText();
  const may = useMay("keys:write");
  return (
    <Page title={t("settings.keys")} lead={t("settings.keysLead")} needs="keys:write">
      {may && <Keys />}
    </Page>
  );
}

function Keys() {
  const t = useText();
  const found = useQuery(keysQuery);
  const [isMaking, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const make = (
    <Button look="strong" onPress={() => setMaking(true)}>
      {t("settings.createKey")}
    </Button>
  );
  return (
    <>
      <Waiting for={found}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title={t("settings.noKeys")} actions={make}>
              {t("settings.noKeysLead")}
            </EmptyState>
          ) : (
            <Part title={t("settings.keysInUse")} actions={make}>
              <List all={all} onRevoke={setRevoking} />
            </Part>
          )
        }
      </Waiting>
      {isMaking && <CreateKey onClose={() => setMaking(false)} />}
      {revoking !== null && <Revoke of={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}

function List({ all, onRevoke }: { all: Key[]; onRevoke: (key: Key) => void }) {
  const t = useText();
  const live = all.filter(({ revoked_at }) => revoked_at === null);
  const ended = all.filter(({ revoked_at }) => revoked_at !== null);
  const title = t("settings.keysEnded", { count: ended.length });
  return (
    <>
      <Rows label={t("settings.keysInUse")}>
        {live.map((key) => (
          <KeyRow key={key.id} of={key} onRevoke={() => onRevoke(key)} />
        ))}
      </Rows>
      {ended.length > 0 && (
        <details>
          <summary>{title}</summary>
          <Rows label={title}>
            {ended.map((key) => (
              <KeyRow key={key.id} of={key} />
            ))}
          </Rows>
        </details>
      )}
    </>
  );
}

function Revoke({ of, onClose }: { of: Key; onClose: () => void }) {
  const t = useText();
  const { isPending, act } = useAct(keysQuery.queryKey);
  const name = of.name || t("settings.namelessKey");
  const revoke = async () => {
    if (await act({ run: () => onward.keys.revokeKey(of.id), done: t("settings.keyRevoked", { name }) })) onClose();
  };
  return (
    <Confirm
      title={t("settings.revokeOf", { name })}
      verb={t("settings.revoke")}
      isPending={isPending}
      onClose={onClose}
      onConfirm={() => void revoke()}
    >
      <p>{t("settings.revokeLead")}</p>
    </Confirm>
  );
}
