// A new key: its name, what it may do, until when; then the key itself, this once.

import type { KeyMade, Role } from "@onward/client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onward } from "../../../api/client.ts";
import { useIntroduction } from "../../../api/session.ts";
import { addDays } from "../../../core/days.ts";
import { todayHere } from "../../../core/longDates.ts";
import { useText } from "../../../i18n/text.tsx";
import { Banner } from "../../../ui/Banner.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Secret } from "../../../ui/Secret.tsx";
import { Select } from "../../../ui/Select.tsx";
import { ServerForm } from "../../../ui/ServerForm.tsx";
import { membersQuery } from "../queries.ts";
import style from "./Keys.module.css";
import { keysQuery } from "./KeysPage.tsx";

const ROLES = ["viewer", "rep", "manager", "owner"] as const satisfies Role[];
const LASTS_DAYS = [30, 90, 365] as const;
const NOBODY = "nobody";
const ENDLESS = "never";

export function CreateKey({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<KeyMade | null>(null);
  return made === null ? <Ask onMade={setMade} onClose={onClose} /> : <Made made={made} onClose={onClose} />;
}

function Ask({ onMade, onClose }: { onMade: (made: KeyMade) => void; onClose: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const { is_local } = useIntroduction();
  const { data: members } = useQuery(membersQuery);
  const [wanted, setWanted] = useState<Role>("rep");
  const [lasts, setLasts] = useState("90");
  const [actsFor, setActsFor] = useState(NOBODY);
  const people = (members ?? []).filter(({ is_active }) => is_active);
  const roles = rolesUpTo(people.find(({ id }) => id === actsFor)?.role);
  const role = roles.includes(wanted) ? wanted : (roles.at(-1) ?? wanted);
  const send = async ({ name = "" }: Record<string, string>) => {
    const expires_at = lasts === ENDLESS ? null : addDays(todayHere(), Number(lasts));
    const member_id = actsFor === NOBODY ? null : actsFor;
    onMade(await onward.keys.createKey({ name: name.trim(), role, expires_at, member_id }));
    await client.invalidateQueries({ queryKey: keysQuery.queryKey });
  };
  return (
    <Dialog title={t("settings.createKey")} isOpen onClose={onClose} isDismissable={false}>
      <ServerForm names={["name", "role", "expires_at"]} send={send} submit={t("settings.createKey")}>
        {is_local && <Banner tone="waiting">{t("settings.keyEndsLocalMode")}</Banner>}
        <Field name="name" label={t("settings.keyName")} help={t("settings.keyNameHelp")} maxLength={100} autoFocus />
        <Select
          label={t("settings.keyActs")}
          options={[
            { id: NOBODY, label: t("settings.keyActsForNobody") },
            ...people.map(({ id, name: label }) => ({ id, label })),
          ]}
          selectedKey={actsFor}
          onSelectionChange={(chosen) => chosen !== null && setActsFor(String(chosen))}
        />
        <Select
          label={t("settings.role")}
          options={roles.map((id) => ({ id, label: t(`settings.role.${id}`) }))}
          selectedKey={role}
          onSelectionChange={(chosen) => setWanted(ROLES.find((each) => each === chosen) ?? role)}
        />
        <p className={style.may}>{t(`settings.role.${role}.help`)}</p>
        <Select
          label={t("settings.keyLasts")}
          options={[
            ...LASTS_DAYS.map((days) => ({ id: String(days), label: t("settings.keyDays", { days }) })),
            { id: ENDLESS, label: t("settings.keyEndless") },
          ]}
          selectedKey={lasts}
          onSelectionChange={(chosen) => chosen !== null && setLasts(String(chosen))}
        />
      </ServerForm>
    </Dialog>
  );
}

/** A key that acts for somebody may no more than they do. */
function rolesUpTo(role: Role = "owner"): readonly Role[] {
  return ROLES.slice(0, 1 + ROLES.indexOf(role));
}

function Made({ made, onClose }: { made: KeyMade; onClose: () => void }) {
  const t = useText();
  const done = (
    <Button look="strong" onPress={onClose}>
      {t("settings.keyKept")}
    </Button>
  );
  return (
    <Dialog title={t("settings.keyIsMade")} isOpen onClose={onClose} isDismissable={false} actions={done}>
      <div className={style.stack}>
        <p>{t("settings.keyIsMadeLead")}</p>
        <Secret label={t("settings.theKey")} value={made.secret} />
      </div>
    </Dialog>
  );
}
