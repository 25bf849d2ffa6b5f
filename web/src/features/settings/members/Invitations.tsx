// Invitations that nobody has accepted yet.

import { queryOptions, useQuery } from "@tanstack/react-query";
import { useAct } from "../../../api/acting.ts";
import { onward } from "../../../api/client.ts";
import { keys } from "../../../api/queries.ts";
import { zoneHere } from "../../../core/format.ts";
import { formatMoment } from "../../../core/longDates.ts";
import { formatLocale } from "../../../i18n/locale.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Part } from "../../../ui/Page.tsx";
import { Row, Rows, Tag } from "../../../ui/Rows.tsx";

export const invitationsQuery = queryOptions({
  queryKey: [...keys.members, "invitations"],
  queryFn: ({ signal }) => onward.members.listInvitations({ signal }),
});

export function Invitations() {
  const t = useText();
  const { data } = useQuery(invitationsQuery);
  const { isPending, act } = useAct(invitationsQuery.queryKey);
  if (data === undefined || data.length === 0) return null;
  return (
    <Part title={t("settings.invitations")}>
      <Rows label={t("settings.invitations")}>
        {data.map(({ id, email, role, ends_at }) => (
          <Row
            key={id}
            name={
              <>
                {email}
                <Tag>{t(`settings.role.${role}`)}</Tag>
              </>
            }
            about={t("settings.invitationEnds", { when: formatMoment(ends_at, zoneHere(), formatLocale()) })}
            actions={
              <Button
                look="quiet"
                isPending={isPending}
                aria-label={t("settings.withdrawOf", { email })}
                onPress={() =>
                  void act({
                    run: () => onward.members.withdrawInvitation(id),
                    done: t("settings.withdrawn", { email }),
                  })
                }
              >
                {t("settings.withdraw")}
              </Button>
            }
          />
        ))}
      </Rows>
    </Part>
  );
}
