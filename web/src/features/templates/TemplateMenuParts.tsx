// What can be done with a whole template, from its row in the list and from the builder.

import type { Template } from "@onward/client";
import { useNavigate } from "@tanstack/react-router";
import { Ellipsis } from "lucide-react";
import { useMay } from "../../api/session.ts";
import { useText } from "../../i18n/text.tsx";
import { IconButton } from "../../ui/Button.tsx";
import { Menu, MenuItem } from "../../ui/Menu.tsx";
import type { Draft } from "./useDraft.ts";
import { type TemplateAct, useTemplateActs } from "./useTemplateActs.ts";

export interface TemplateMenuProps {
  template: Template;
  /** In the builder: what stands there is kept first, and follows what becomes of the template. */
  draft?: Draft;
  onOpen?: () => void;
}

interface PartsProps extends TemplateMenuProps {
  /** It was asked for before it was here. */
  isAsked: boolean;
}

export default function TemplateMenuParts({ template, draft, onOpen, isAsked }: PartsProps) {
  const t = useText();
  const may = useMay("templates:write");
  const navigate = useNavigate();
  const open = (id: string) => void navigate({ to: "/templates/$templateId", params: { templateId: id } });
  const run = useTemplateActs(open, draft);
  const label = t("templates.actsOn", { name: template.name });
  const offered = may ? actsFor(template) : (["export"] as const);
  return (
    <Menu
      label={label}
      isOpenAtFirst={isAsked}
      onAction={(chosen) => {
        const act = offered.find((one) => one === chosen);
        if (act !== undefined) void run(act, template);
        else if (chosen === "open") onOpen?.();
      }}
      trigger={
        <IconButton label={label}>
          <Ellipsis size={18} aria-hidden />
        </IconButton>
      }
    >
      {onOpen !== undefined && <MenuItem id="open">{t("commands.open")}</MenuItem>}
      {offered.map((act) => (
        <MenuItem key={act} id={act}>
          {t(`templates.act.${act}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}

function actsFor({ archived_at, is_active, is_default, draft }: Template): readonly TemplateAct[] {
  if (archived_at !== null) return ["restore", "copy", "export"];
  return [
    ...(is_active && !is_default ? (["makeDefault"] as const) : []),
    ...(is_default ? (["unsetDefault"] as const) : []),
    is_active ? "switchOff" : "switchOn",
    "copy",
    "export",
    ...(draft === null ? [] : (["dropDraft"] as const)),
    "archive",
  ];
}
