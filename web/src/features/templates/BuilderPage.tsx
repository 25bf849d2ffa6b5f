// One template, written as an outline, with its dates beside it.

import type { Template } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { outcomesQuery, typesQuery } from "../../api/tenant.ts";
import { useTitle } from "../../core/title.ts";
import { useText } from "../../i18n/text.tsx";
import { Absent } from "../../ui/Absent.tsx";
import { buttonLook } from "../../ui/Button.tsx";
import { templateQuery, templatesQuery } from "./queries.ts";
import { Workbench } from "./Workbench.tsx";
import type { Names } from "./words.ts";

const route = getRouteApi("/inside/templates/$templateId");
const NOTHING: never[] = [];

export function BuilderPage() {
  const { templateId } = route.useParams();
  const query = useQuery(templateQuery(templateId));
  const t = useText();
  if (query.data !== undefined) return <Named key={templateId} template={query.data} />;
  return (
    <Absent
      query={query}
      heading={t("templates.one")}
      failed={t("templates.oneFailed")}
      gone={{
        title: t("templates.goneTitle"),
        body: t("templates.goneBody"),
        back: (
          <Link to="/templates" className={buttonLook("plain")}>
            {t("templates.toAll")}
          </Link>
        ),
      }}
      rows={7}
    />
  );
}

/** What it is about comes before what is called what; until that is there keys stand in for names. */
function Named({ template }: { template: Template }) {
  const types = useQuery(typesQuery);
  const outcomes = useQuery(outcomesQuery);
  const templates = useQuery(templatesQuery(false));
  useTitle(template.draft?.name ?? template.name);
  const names: Names = {
    types: types.data ?? NOTHING,
    outcomes: outcomes.data ?? NOTHING,
    templates: templates.data ?? NOTHING,
  };
  return <Workbench template={template} names={names} />;
}
