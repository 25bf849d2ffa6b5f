// Types of interactions: their order, labels, channels, and which outcomes each may have.

import type { InteractionType } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { onward } from "../../../api/client.ts";
import { keys } from "../../../api/queries.ts";
import { useMay } from "../../../api/session.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Page, Part } from "../../../ui/Page.tsx";
import { Knot } from "../../../ui/Thread.tsx";
import { Waiting } from "../../../ui/Waiting.tsx";
import { typesQuery } from "../queries.ts";
import { EditType } from "./EditType.tsx";
import { labelOfType } from "./labels.ts";
import { type Word, WordList } from "./WordList.tsx";

export function TypesPage() {
  const t = useText();
  const may = useMay("settings:write");
  const types = useQuery(typesQuery);
  const [edited, setEdited] = useState<string | null>(null);
  const close = () => setEdited(null);
  return (
    <Page title={t("settings.types")} lead={t("settings.typesLead")} needs="settings:write">
      <Part
        title={t("settings.offered")}
        actions={may && <Button onPress={() => setEdited("")}>{t("settings.addType")}</Button>}
      >
        <Waiting for={types} rows={7}>
          {(found) => (
            <>
              <Types types={found} onEdit={setEdited} />
              {edited !== null && <EditType of={found.find(({ key }) => key === edited)} onClose={close} />}
            </>
          )}
        </Waiting>
      </Part>
    </Page>
  );
}

function Types({ types, onEdit }: { types: InteractionType[]; onEdit: (key: string) => void }) {
  const t = useText();
  const words = types.map((type): Word => {
    const about = [
      t(`settings.channel.${type.channel}`),
      type.duration_minutes !== null && t("settings.minutesLong", { minutes: type.duration_minutes }),
      type.outcomes !== null && t("settings.narrowed", { count: type.outcomes.length }),
    ];
    return {
      key: type.key,
      label: labelOfType(type),
      isArchived: type.archived_at !== null,
      usage: type.usage ?? { interactions: 0, templates: 0 },
      sign: <Knot type={type.key} />,
      about: about.filter(Boolean).join(" · "),
    };
  });
  return (
    <WordList
      label={t("settings.types")}
      words={words}
      touches={keys.settings}
      acts={{
        order: (order) => onward.settings.orderTypes(order),
        archive: (key) => onward.settings.archiveType(key),
        restore: (key) => onward.settings.restoreType(key),
        edit: onEdit,
      }}
    />
  );
}
