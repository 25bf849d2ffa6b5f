// What can be done with a line of the outline, each with its key.

import { Ellipsis } from "lucide-react";
import { COMMANDS } from "../../core/commands.ts";
import { useText } from "../../i18n/text.tsx";
import { IconButton } from "../../ui/Button.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { Menu, MenuItem } from "../../ui/Menu.tsx";
import type { PartCommand } from "./parts.ts";

interface PartMenuProps {
  partKey: string;
  name: string;
  kind: "step" | "lane" | "otherwise";
  isReadOnly: boolean;
  onCommand: (command: PartCommand, key: string) => void;
}

const OFFERED = {
  step: ["editPart", "addStep", "addLane", "moveUp", "moveDown", "duplicatePart", "removePart"],
  lane: ["editPart", "moveUp", "moveDown", "duplicatePart", "removePart"],
  otherwise: ["editPart", "addLane"],
} as const satisfies Record<string, PartCommand[]>;

export function PartMenu({ partKey, name, kind, isReadOnly, onCommand }: PartMenuProps) {
  const t = useText();
  const offered: readonly PartCommand[] = isReadOnly ? ["editPart"] : OFFERED[kind];
  const label = t("templates.actsOn", { name });
  return (
    <Menu
      label={label}
      onAction={(command) => {
        const chosen = offered.find((one) => one === command);
        if (chosen !== undefined) onCommand(chosen, partKey);
      }}
      trigger={
        <IconButton label={label}>
          <Ellipsis size={18} aria-hidden />
        </IconButton>
      }
    >
      {offered.map((command) => (
        <MenuItem key={command} id={command} end={<Keys of={command} />}>
          {t(COMMANDS[command].label)}
        </MenuItem>
      ))}
    </Menu>
  );
}
