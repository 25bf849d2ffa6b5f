// One's own account: who one is, the password, the second factor, where one is signed in.

import { useSession } from "../../../api/session.ts";
import { useText } from "../../../i18n/text.tsx";
import { Banner } from "../../../ui/Banner.tsx";
import { Page, Part } from "../../../ui/Page.tsx";
import { Row, Rows, Tag } from "../../../ui/Rows.tsx";
import { Password } from "./Password.tsx";
import { SecondFactor } from "./SecondFactor.tsx";
import { Sessions } from "./Sessions.tsx";

export function AccountPage() {
  const t = useText();
  const { person } = useSession();
  return (
    <Page title={t("settings.account")}>
      <Who />
      {person === null ? (
        <Banner>{t("settings.noAccount")}</Banner>
      ) : (
        <>
          <Password />
          <SecondFactor isOn={person.has_second_factor} />
          <Sessions />
        </>
      )}
    </Page>
  );
}

function Who() {
  const t = useText();
  const { person, memberships, current } = useSession();
  return (
    <Part title={person?.name ?? t("app.localOwner")} lead={person?.email}>
      <Rows label={t("settings.memberships")}>
        {memberships.map(({ tenant_id, tenant_name, role }) => (
          <Row
            key={tenant_id}
            name={
              <>
                {tenant_name}
                {tenant_id === current?.tenant_id && <Tag>{t("settings.here")}</Tag>}
              </>
            }
            about={t(`settings.role.${role}`)}
          />
        ))}
      </Rows>
    </Part>
  );
}
