// For fingers, which do not drag: the line in hand one place up or down.

import { ArrowDown, ArrowUp } from "lucide-react";
import { COMMANDS } from "../../core/commands.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import style from "./Outline.module.css";
import type { PartCommand } from "./parts.ts";

const SIGNS = { moveUp: ArrowUp, moveDown: ArrowDown } as const;

interface PartOrderProps {
  partKey: string;
  onCommand: (command: PartCommand, key: string) => void;
}

export function PartOrder({ partKey, onCommand }: PartOrderProps) {
  const t = useText();
  return (
    <div className={style.order}>
      {(["moveUp", "moveDown"] as const).map((command) => {
        const Sign = SIGNS[command];
        return (
          <Button key={command} look="quiet" onPress={() => onCommand(command, partKey)}>
            <Sign size={16} aria-hidden /> {t(COMMANDS[command].label)}
          </Button>
        );
      })}
    </div>
  );
}
