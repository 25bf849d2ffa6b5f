// A member's name, role and zone.

import type { Member } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useAct } from "../../../api/acting.ts";
import { onward } from "../../../api/client.ts";
import { keys } from "../../../api/queries.ts";
import { sessionQuery, useSession } from "../../../api/session.ts";
import { useText } from "../../../i18n/text.tsx";
import { ComboBox } from "../../../ui/ComboBox.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Field } from "../../../ui/Field.tsx";
import { ServerForm } from "../../../ui/ServerForm.tsx";
import { allZones } from "../working/choices.ts";
import { RoleChoice } from "./RoleChoice.tsx";

const TENANTS = "tenant";

export function EditMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useText();
  const { act } = useAct(keys.members);
  const client = useQueryClient();
  const { current } = useSession();
  const [role, setRole] = useState(member.role);
  const [zone, setZone] = useState(member.zone);
  const save = async ({ name = "" }: Record<string, string>) => {
    const changed = await onward.members.updateMember(member.id, { name, role, zone }, { ifMatch: member.version });
    const { name: was, role: had, zone: lived } = member;
    onClose();
    await act({
      run: async () => changed,
      done: t("settings.memberSaved", { name: changed.name }),
      undo: () => onward.members.updateMember(member.id, { name: was, role: had, zone: lived }),
    });
    // Whoever changes the own role may do other things from now on.
    if (member.id === current?.member_id) await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
  };
  return (
    <Dialog title={t("settings.editMember", { name: member.name })} isOpen onClose={onClose} isDismissable={false}>
      <ServerForm names={["name", "role", "zone"]} send={save} submit={t("settings.save")}>
        <Field name="name" label={t("settings.name")} defaultValue={member.name} isRequired />
        <RoleChoice value={role} onChange={setRole} />
        <ComboBox
          label={t("settings.memberZone")}
          choices={[{ id: TENANTS, label: t("settings.tenantsZone") }, ...allZones(zone ?? "UTC")]}
          selectedKey={zone ?? TENANTS}
          onSelectionChange={(chosen) => chosen !== null && setZone(chosen === TENANTS ? null : String(chosen))}
        />
      </ServerForm>
    </Dialog>
  );
}
