// An invitation by address and role; where the server sends no mail, its link is shown here.

import type { InvitationMade, Role } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onward } from "../../../api/client.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Secret } from "../../../ui/Secret.tsx";
import { ServerForm } from "../../../ui/ServerForm.tsx";
import { invitationsQuery } from "./Invitations.tsx";
import style from "./Members.module.css";
import { RoleChoice } from "./RoleChoice.tsx";

export function Invite({ onClose }: { onClose: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const [role, setRole] = useState<Role>("rep");
  const [made, setMade] = useState<InvitationMade | null>(null);
  const send = async ({ email = "" }: Record<string, string>) => {
    setMade(await onward.members.createInvitation(email.trim(), role));
    await client.invalidateQueries({ queryKey: invitationsQuery.queryKey });
  };
  if (made !== null) return <Made made={made} onClose={onClose} />;
  return (
    <Dialog title={t("settings.invite")} isOpen onClose={onClose} isDismissable={false}>
      <ServerForm names={["email", "role"]} send={send} submit={t("settings.sendInvitation")}>
        <Field name="email" type="email" label={t("settings.email")} autoComplete="off" isRequired autoFocus />
        <RoleChoice value={role} onChange={setRole} />
      </ServerForm>
    </Dialog>
  );
}

function Made({ made, onClose }: { made: InvitationMade; onClose: () => void }) {
  const t = useText();
  const { email } = made.invitation;
  const done = (
    <Button look="strong" autoFocus={made.link === null} onPress={onClose}>
      {t("settings.done")}
    </Button>
  );
  return (
    <Dialog title={t("settings.invited", { email })} isOpen onClose={onClose} isDismissable={false} actions={done}>
      <div className={style.stack}>
        <p>{t(made.link === null ? "settings.invitedByMail" : "settings.invitedByLink", { email })}</p>
        {made.link !== null && <Secret label={t("settings.invitationLink")} value={made.link} />}
      </div>
    </Dialog>
  );
}
