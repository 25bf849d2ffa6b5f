// The frame of a page that is made of parts: its name, what it is for, who may change it.

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useMay, useSession } from "../api/session.ts";
import { peopleQuery } from "../api/tenant.ts";
import { useTitle } from "../core/title.ts";
import { formatLocale } from "../i18n/locale.ts";
import { useText } from "../i18n/text.tsx";
import { Banner } from "./Banner.tsx";
import style from "./Page.module.css";

interface PageProps {
  title: string;
  lead?: ReactNode;
  /** What one must be allowed to do here; who is not is told who can grant it. */
  needs?: string;
  children: ReactNode;
}

export function Page({ title, lead, needs, children }: PageProps) {
  useTitle(title);
  return (
    <div className={style.page}>
      <header className={style.head}>
        <h1>{title}</h1>
        {lead !== undefined && <p className={style.lead}>{lead}</p>}
      </header>
      {needs !== undefined && <RoleNote needs={needs} />}
      {children}
    </div>
  );
}

interface PartProps {
  title: string;
  lead?: ReactNode;
  /** What can be done with the whole of it. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of it, with its own title. */
export function Part({ title, lead, actions, children }: PartProps) {
  return (
    <section className={style.part}>
      <header className={style.partHead}>
        <h2 className={style.partTitle}>{title}</h2>
        {actions}
      </header>
      {lead !== undefined && <p className={style.partLead}>{lead}</p>}
      {children}
    </section>
  );
}

function RoleNote({ needs }: { needs: string }) {
  const t = useText();
  const may = useMay(needs);
  const { current } = useSession();
  const { data: members } = useQuery({ ...peopleQuery, enabled: !may });
  if (may || current === null) return null;
  const owners = (members ?? []).filter(({ role, is_active }) => role === "owner" && is_active).map(({ name }) => name);
  const names = new Intl.ListFormat(formatLocale(), { type: "disjunction" }).format(owners);
  return (
    <Banner>
      {t(`ui.roleIs.${current.role}`)} {names === "" ? t("ui.askOwner") : t("ui.askOwners", { names })}
    </Banner>
  );
}
