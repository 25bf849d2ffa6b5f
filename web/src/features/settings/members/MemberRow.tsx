// One member: name, role, and what an owner can do.

import type { Member } from "@onward/client";
import { useAct } from "../../../api/acting.ts";
import { onward } from "../../../api/client.ts";
import { keys } from "../../../api/queries.ts";
import { useMay, useSession } from "../../../api/session.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Row, Tag } from "../../../ui/Rows.tsx";

interface MemberRowProps {
  member: Member;
  onEdit: () => void;
  onLeave: () => void;
}

export function MemberRow({ member, onEdit, onLeave }: MemberRowProps) {
  const t = useText();
  const may = useMay("members:write");
  const { current } = useSession();
  const { isPending, act } = useAct(keys.members);
  const { name, email, zone, is_active, has_account } = member;
  const comeBack = () =>
    act({ run: () => onward.members.reactivateMember(member.id), done: t("settings.cameBack", { name }) });
  const about = [email, zone?.replaceAll("_", " "), has_account ? null : t("settings.withoutAccount")];
  return (
    <Row
      isFaded={!is_active}
      name={
        <>
          {name}
          <Tag>{t(`settings.role.${member.role}`)}</Tag>
          {member.id === current?.member_id && <Tag>{t("app.you")}</Tag>}
        </>
      }
      about={about.filter((part) => part != null).join(" · ") || undefined}
      actions={
        may &&
        (is_active ? (
          <>
            <Button look="quiet" aria-label={t("settings.editMember", { name })} onPress={onEdit}>
              {t("settings.edit")}
            </Button>
            <Button look="quiet" aria-label={t("settings.leaveOf", { name })} onPress={onLeave}>
              {t("settings.deactivate")}
            </Button>
          </>
        ) : (
          <Button
            look="quiet"
            isPending={isPending}
            aria-label={t("settings.bringBack", { name })}
            onPress={() => void comeBack()}
          >
            {t("settings.reactivate")}
          </Button>
        ))
      }
    />
  );
}
