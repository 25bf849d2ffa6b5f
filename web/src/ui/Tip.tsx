// The words beside an icon, with the key that does the same.

import { type RefObject, useMemo } from "react";
import { Tooltip, TooltipTriggerStateContext } from "react-aria-components";
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
  // It is there while it is shown. The library asks for this state even where it is told `isOpen`.
  const state = useMemo(
    () => ({ isOpen: true, shouldSkipAnimation: true, open: () => undefined, close: onClose }),
    [onClose],
  );
  return (
    <TooltipTriggerStateContext.Provider value={state}>
      <Tooltip triggerRef={of} offset={6} className={style.tip ?? ""}>
        {label}
        {command !== undefined && <Keys of={command} />}
      </Tooltip>
    </TooltipTriggerStateContext.Provider>
  );
}
