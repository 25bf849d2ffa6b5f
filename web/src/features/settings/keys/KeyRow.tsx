// One key: for what, for how long, and when it was last used.

import type { Key } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { formatDate } from "../../../core/longDates.ts";
import { formatLocale } from "../../../i18n/locale.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Row, Tag } from "../../../ui/Rows.tsx";
import { membersQuery } from "../queries.ts";

export function KeyRow({ of, onRevoke }: { of: Key; onRevoke?: () => void }) {
  const t = useText();
  const { data: members } = useQuery({ ...membersQuery, enabled: of.member_id !== null });
  const name = of.name || t("settings.namelessKey");
  const acts = members?.find(({ id }) => id === of.member_id)?.name;
  const day = (at: string) => formatDate(at, formatLocale());
  const about = [
    t("settings.keyMade", { day: day(of.created_at) }),
    of.last_used_on === null ? t("settings.keyUnused") : t("settings.keyUsed", { day: day(of.last_used_on) }),
    of.revoked_at !== null && t("settings.keyRevokedOn", { day: day(of.revoked_at) }),
    of.revoked_at === null &&
      (of.expires_at === null ? t("settings.keyEndless") : t("settings.keyEnds", { day: day(of.expires_at) })),
    acts !== undefined && t("settings.keyActsFor", { name: acts }),
  ];
  return (
    <Row
      isFaded={of.revoked_at !== null}
      name={
        <>
          {name}
          <Tag>{t(`settings.role.${of.role}`)}</Tag>
        </>
      }
      about={about.filter(Boolean).join(" · ")}
      actions={
        onRevoke !== undefined && (
          <Button look="quiet" aria-label={t("settings.revokeOf", { name })} onPress={onRevoke}>
            {t("settings.revoke")}
          </Button>
        )
      }
    />
  );
}
