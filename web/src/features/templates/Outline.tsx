// The outline: numbered steps on the thread, their lanes indented below them. Walked, moved and changed by keys, by the
// pointer, and by the menu of each line.

import { useRef } from "react";
import { DropIndicator, type Key, Tree, useDragAndDrop } from "react-aria-components";
import type { CommandId } from "../../core/commands.ts";
import { commandOf, useCommands } from "../../core/keys.ts";
import { useText } from "../../i18n/text.tsx";
import type { Checks } from "./checks.ts";
import { flows } from "./edits.ts";
import { LaneItem, OtherwiseItem } from "./LaneItem.tsx";
import style from "./Outline.module.css";
import type { Outline as Draft } from "./outline.ts";
import { otherwiseOf, type PartCommand, partOf } from "./parts.ts";
import { StepItem } from "./StepItem.tsx";
import type { Planned } from "./usePath.ts";
import type { Names } from "./words.ts";

export interface OutlineProps {
  outline: Draft;
  names: Names;
  checks: Checks;
  warnings: Checks;
  planned: ReadonlyMap<string, Planned>;
  chosen: string;
  isReadOnly: boolean;
  onChoose: (key: string) => void;
  onCommand: (command: PartCommand, key: string) => void;
  onPublish: () => void;
  onMoveStep: (key: string, place: number) => void;
  onMoveLane: (key: string, by: 1 | -1) => void;
}

const COMMANDS = [
  "addStep",
  "addLane",
  "editPart",
  "moveUp",
  "moveDown",
  "duplicatePart",
  "removePart",
  "publishTemplate",
] as const satisfies CommandId[];
const STEP = "onward/step";

export default function Outline(props: OutlineProps) {
  const { outline, chosen, onChoose, onCommand, onPublish, isReadOnly } = props;
  const t = useText();
  const tree = useRef<HTMLDivElement>(null);
  const { dragAndDropHooks } = useDragAndDrop(useDragging(props));
  useCommands(isReadOnly ? {} : offered(props));
  const onKey = (event: React.KeyboardEvent) => {
    const row = event.target instanceof Element && event.target.matches("[role=row]") ? event.target : null;
    const key = row?.getAttribute("data-key");
    const command = commandOf(event.nativeEvent, COMMANDS);
    if (key == null || command === undefined || (isReadOnly && command !== "editPart")) return;
    event.preventDefault();
    event.stopPropagation();
    if (command === "publishTemplate") onPublish();
    else onCommand(command, key);
  };
  return (
    <div onKeyDownCapture={onKey}>
      <Tree
        ref={tree}
        aria-label={t("templates.outline")}
        className={style.tree ?? ""}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={[chosen]}
        onSelectionChange={(keys) => {
          const [key] = keys === "all" ? [] : [...keys];
          if (key !== undefined) onChoose(String(key));
        }}
        expandedKeys={outline.steps.map(({ key }) => key)}
        onExpandedChange={stay}
        onAction={(key) => onCommand("editPart", String(key))}
        dragAndDropHooks={dragAndDropHooks}
      >
        {outline.steps.map((step, place) => (
          <StepItem key={step.key} {...props} step={step} place={place}>
            {step.lanes.map((lane) => (
              <LaneItem key={lane.key} {...props} step={step} lane={lane} />
            ))}
            {(step.lanes.length > 0 || !flows(outline, place)) && (
              <OtherwiseItem key={otherwiseOf(step.key)} {...props} step={step} />
            )}
          </StepItem>
        ))}
      </Tree>
    </div>
  );
}

/** For the palette: the same commands, on the line in hand. */
function offered({ chosen, onCommand, onPublish }: OutlineProps): Partial<Record<CommandId, () => void>> {
  const own = COMMANDS.filter((id) => id !== "publishTemplate").map((id) => [id, () => onCommand(id, chosen)]);
  return { ...Object.fromEntries(own), publishTemplate: onPublish };
}

/** The tree is always open: what a step may lead to is never hidden. */
function stay() {}

function useDragging({ outline, isReadOnly, onMoveStep, onMoveLane }: OutlineProps) {
  const t = useText();
  const kindOf = (key: Key) => {
    const { step, lane } = partOf(outline, String(key));
    return lane === undefined ? STEP : `onward/lane-${step?.key}`;
  };
  return {
    isDisabled: isReadOnly,
    getItems: (keys: Set<Key>) =>
      [...keys].map((key) => ({ [kindOf(key)]: String(key), "text/plain": t("templates.step") })),
    getDropOperation: (
      target: { type: string; key?: Key; dropPosition?: string },
      types: { has: (type: string) => boolean },
    ) => {
      const isBetween = target.type === "item" && target.dropPosition !== "on" && target.key !== undefined;
      return isBetween && types.has(kindOf(target.key ?? "")) ? ("move" as const) : ("cancel" as const);
    },
    onReorder: ({ keys, target }: { keys: Set<Key>; target: { key: Key; dropPosition: string } }) => {
      const [dragged = ""] = [...keys].map(String);
      const { step, lane } = partOf(outline, dragged);
      if (step === undefined || dragged === target.key) return;
      const after = target.dropPosition === "after" ? 1 : 0;
      const order = lane === undefined ? outline.steps.map(({ key }) => key) : step.lanes.map(({ key }) => key);
      const from = order.indexOf(dragged);
      const to = order.indexOf(String(target.key)) + after;
      const place = to > from ? to - 1 : to;
      if (lane === undefined) onMoveStep(dragged, place);
      else for (let at = from; at !== place; at += Math.sign(place - from)) onMoveLane(dragged, place > from ? 1 : -1);
    },
    renderDropIndicator: (target: React.ComponentProps<typeof DropIndicator>["target"]) => (
      <DropIndicator target={target} className={style.drop ?? ""} />
    ),
  };
}
