// All templates: what each does, at one look, and how many customers run on it.

import type { Template } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { Suspense, useState } from "react";
import { useMay } from "../../api/session.ts";
import { useCommands } from "../../core/keys.ts";
import { lazy } from "../../core/lazy.ts";
import { useTitle } from "../../core/title.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { VirtualGrid } from "../../ui/VirtualGrid.tsx";
import { ImportButton } from "./ImportButton.tsx";
import { templatesQuery } from "./queries.ts";
import { TemplateRow } from "./TemplateRow.tsx";
import style from "./TemplatesPage.module.css";

const NewTemplateDialog = lazy(() => import("./NewTemplateDialog.tsx"));

const route = getRouteApi("/inside/templates");
const ROW_HEIGHT = 76;

export function TemplatesPage() {
  const t = useText();
  const { archived = false } = route.useSearch();
  const navigate = useNavigate();
  const may = useMay("templates:write");
  const query = useQuery(templatesQuery(archived));
  const [isNew, setNew] = useState(false);
  useTitle(t("app.templates"));
  useCommands(may ? { create: () => setNew(true) } : {});
  const open = (id: string) => void navigate({ to: "/templates/$templateId", params: { templateId: id } });
  return (
    <div className={style.page}>
      <header className={style.head}>
        <div className={style.heading}>
          <h1>{t("app.templates")}</h1>
          <p className={style.lead}>{t("templates.lead")}</p>
        </div>
        {may && (
          <div className={style.acts}>
            <ImportButton />
            <Button look="strong" onPress={() => setNew(true)}>
              <Plus size={16} aria-hidden /> {t("templates.new")}
            </Button>
          </div>
        )}
      </header>
      <Tabs />
      {query.isError && query.data === undefined && (
        <ErrorPanel error={query.error} title={t("templates.failed")} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <Skeleton rows={3} />}
      {query.data !== undefined && <List templates={query.data} isArchived={archived} onOpen={open} />}
      {isNew && (
        <Suspense>
          <NewTemplateDialog onMade={open} onClose={() => setNew(false)} />
        </Suspense>
      )}
    </div>
  );
}

function Tabs() {
  const t = useText();
  return (
    <nav className={style.tabs} aria-label={t("templates.which")}>
      {([undefined, true] as const).map((archived) => (
        <Link
          key={String(archived)}
          to="/templates"
          search={{ archived }}
          activeOptions={{ exact: true, includeSearch: true }}
          className={style.tab ?? ""}
        >
          {t(archived ? "templates.archived" : "templates.inUse")}
        </Link>
      ))}
    </nav>
  );
}

interface ListProps {
  templates: Template[];
  isArchived: boolean;
  onOpen: (id: string) => void;
}

function List({ templates, isArchived, onOpen }: ListProps) {
  const t = useText();
  if (templates.length === 0) {
    return (
      <EmptyState title={t(isArchived ? "templates.noneArchived" : "templates.none")}>
        {t(isArchived ? "templates.noneArchivedBody" : "templates.noneBody")}
      </EmptyState>
    );
  }
  return (
    <VirtualGrid
      label={t("app.templates")}
      rows={templates}
      estimate={() => ROW_HEIGHT}
      onOpen={({ id }) => onOpen(id)}
      renderRow={(template) => <TemplateRow template={template} onOpen={() => onOpen(template.id)} />}
    />
  );
}
