// The words beside an icon, with the key that does the same.

import type { RefObject } from "react";
import { Tooltip } from "react-aria-components";
import type { CommandId } from "../core/commands.ts";
import { Keys } from "./Keys.tsx";
import style from "./Tip.module.css";

interface TipProps {
  of: RefObject<HTMLButtonElement | null>;
  label: string;
  command: CommandId | undefined;
  onClose: () => void;
}

export default function Tip({ of, label, command, onClose }: TipProps) {
  return (
    <Tooltip
      triggerRef={of}
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      offset={6}
      className={style.tip ?? ""}
    >
      {label}
      {command !== undefined && <Keys of={command} />}
    </Tooltip>
  );
}
