// The people of the tenant: who is here with which role, who is invited, who has left.

import type { Member } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "../../../api/session.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Page, Part } from "../../../ui/Page.tsx";
import { Rows } from "../../../ui/Rows.tsx";
import { Waiting } from "../../../ui/Waiting.tsx";
import { membersQuery } from "../queries.ts";
import { EditMember } from "./EditMember.tsx";
import { Invitations } from "./Invitations.tsx";
import { Invite } from "./Invite.tsx";
import { Leave } from "./Leave.tsx";
import { MemberRow } from "./MemberRow.tsx";

export function MembersPage() {
  const t = useText();
  const may = useMay("members:write");
  const members = useQuery(membersQuery);
  const [isInviting, setInviting] = useState(false);
  return (
    <Page title={t("settings.members")} lead={t("settings.membersLead")} needs="members:write">
      <Part
        title={t("settings.membersHere")}
        actions={
          may && (
            <Button look="strong" onPress={() => setInviting(true)}>
              {t("settings.invite")}
            </Button>
          )
        }
      >
        <Waiting for={members}>{(found) => <Members members={found} />}</Waiting>
      </Part>
      {may && <Invitations />}
      {isInviting && <Invite onClose={() => setInviting(false)} />}
    </Page>
  );
}

function Members({ members }: { members: Member[] }) {
  const t = useText();
  const [edited, setEdited] = useState<Member | null>(null);
  const [leaving, setLeaving] = useState<Member | null>(null);
  const here = members.filter(({ is_active }) => is_active);
  const gone = members.filter(({ is_active }) => !is_active);
  const row = (member: Member) => (
    <MemberRow key={member.id} member={member} onEdit={() => setEdited(member)} onLeave={() => setLeaving(member)} />
  );
  return (
    <>
      <Rows label={t("settings.membersHere")}>{here.map(row)}</Rows>
      {gone.length > 0 && (
        <details>
          <summary>{t("settings.membersGone", { count: gone.length })}</summary>
          <Rows label={t("settings.membersGone", { count: gone.length })}>{gone.map(row)}</Rows>
        </details>
      )}
      {edited !== null && <EditMember member={edited} onClose={() => setEdited(null)} />}
      {leaving !== null && <Leave member={leaving} others={here} onClose={() => setLeaving(null)} />}
    </>
  );
}
