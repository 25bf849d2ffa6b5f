// What can be done about the view that is shown: save a change of it, keep it under a name, take it back, and what is
// rarer in a menu.

import { Bookmark, MoreHorizontal } from "lucide-react";
import { useMay } from "../../api/session.ts";
import { useText } from "../../i18n/text.tsx";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { Menu, MenuItem } from "../../ui/Menu.tsx";
import { SaveViewDialog } from "./SaveViewDialog.tsx";
import type { Shown } from "./state.ts";
import { useViewActs } from "./useViewActs.ts";
import type { KnownView } from "./useViews.ts";
import style from "./ViewTabs.module.css";

export type Naming = "save" | "rename";

interface ViewActsProps {
  current: KnownView;
  shown: Shown;
  isChanged: boolean;
  /** The names that are taken. */
  names: string[];
  naming: Naming | null;
  onName: (naming: Naming | null) => void;
}

export default function ViewActs({ current, shown, isChanged, names, naming, onName }: ViewActsProps) {
  const t = useText();
  const mayWrite = useMay("views:write");
  const mayTeam = useMay("views:team");
  const acts = useViewActs(current, shown);
  const { saved, label } = current;
  const mayChange = mayWrite && saved !== undefined && (saved.scope === "personal" || mayTeam);
  return (
    <div className={style.acts}>
      {isChanged && mayChange && (
        <Button look="quiet" isPending={acts.isPending} onPress={() => void acts.keep()}>
          {t("interactions.viewSave")}
        </Button>
      )}
      {isChanged && mayWrite && (
        <Button look="quiet" onPress={() => onName("save")}>
          {t("interactions.viewSaveAs")}
          <Keys of="saveView" />
        </Button>
      )}
      {isChanged && (
        <Button look="quiet" onPress={acts.reset}>
          {t("interactions.viewReset")}
        </Button>
      )}
      {!isChanged && mayWrite && (
        <IconButton label={t("interactions.viewSaveTitle")} command="saveView" onPress={() => onName("save")}>
          <Bookmark size={17} aria-hidden />
        </IconButton>
      )}
      <Menu
        label={t("interactions.viewMore", { name: label })}
        trigger={
          <IconButton label={t("interactions.viewMore", { name: label })}>
            <MoreHorizontal size={18} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem onAction={() => void acts.copyLink()}>{t("interactions.viewCopy")}</MenuItem>
        {mayChange && <MenuItem onAction={() => onName("rename")}>{t("interactions.viewRename")}</MenuItem>}
        {mayChange && mayTeam && (
          <MenuItem onAction={() => void acts.share(saved.scope === "team" ? "personal" : "team")}>
            {t(saved.scope === "team" ? "interactions.viewUnshare" : "interactions.viewShare")}
          </MenuItem>
        )}
        {mayChange && <MenuItem onAction={() => void acts.remove()}>{t("interactions.viewDelete")}</MenuItem>}
      </Menu>
      {naming !== null && (
        <SaveViewDialog
          title={t(naming === "save" ? "interactions.viewSaveTitle" : "interactions.viewRenameTitle", { name: label })}
          name={naming === "save" ? "" : label}
          names={names}
          asksScope={naming === "save"}
          send={naming === "save" ? acts.saveAs : acts.rename}
          onClose={() => onName(null)}
        />
      )}
    </div>
  );
}
