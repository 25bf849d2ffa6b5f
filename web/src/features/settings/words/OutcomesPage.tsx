// Outcomes: their order, labels and kinds.

import type { Outcome } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { onward } from "../../../api/client.ts";
import { keys } from "../../../api/queries.ts";
import { useMay } from "../../../api/session.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Page, Part } from "../../../ui/Page.tsx";
import { Waiting } from "../../../ui/Waiting.tsx";
import { outcomesQuery } from "../queries.ts";
import { EditOutcome } from "./EditOutcome.tsx";
import { KindSign } from "./KindSign.tsx";
import { labelOfOutcome } from "./labels.ts";
import { type Word, WordList } from "./WordList.tsx";

export function OutcomesPage() {
  const t = useText();
  const may = useMay("settings:write");
  const outcomes = useQuery(outcomesQuery);
  const [edited, setEdited] = useState<string | null>(null);
  const close = () => setEdited(null);
  return (
    <Page title={t("settings.outcomes")} lead={t("settings.outcomesLead")} needs="settings:write">
      <Part
        title={t("settings.offered")}
        actions={may && <Button onPress={() => setEdited("")}>{t("settings.addOutcome")}</Button>}
      >
        <Waiting for={outcomes} rows={7}>
          {(found) => (
            <>
              <Outcomes outcomes={found} onEdit={setEdited} />
              {edited !== null && <EditOutcome of={found.find(({ key }) => key === edited)} onClose={close} />}
            </>
          )}
        </Waiting>
      </Part>
    </Page>
  );
}

function Outcomes({ outcomes, onEdit }: { outcomes: Outcome[]; onEdit: (key: string) => void }) {
  const t = useText();
  const words = outcomes.map(
    (outcome): Word => ({
      key: outcome.key,
      label: labelOfOutcome(outcome),
      isArchived: outcome.archived_at !== null,
      usage: outcome.usage ?? { interactions: 0, templates: 0 },
      sign: <KindSign kind={outcome.kind} />,
      about: t(`settings.kind.${outcome.kind}`),
    }),
  );
  return (
    <WordList
      label={t("settings.outcomes")}
      words={words}
      touches={keys.settings}
      acts={{
        order: (order) => onward.settings.orderOutcomes(order),
        archive: (key) => onward.settings.archiveOutcome(key),
        restore: (key) => onward.settings.restoreOutcome(key),
        edit: onEdit,
      }}
    />
  );
}
