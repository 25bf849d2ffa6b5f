// Every command that has a key, in one table: the map shown by `?`, the palette and the tooltips read it.

import type { MessageId } from "../i18n/ids.ts";

export interface Command {
  label: MessageId;
  /** The keys of `outline` count only where the focus is inside one. */
  group: "go" | "everywhere" | "row" | "outline";
  keys: readonly string[];
  /** Also while a dialog is open. */
  isEverywhere?: boolean;
}

const table = {
  palette: { label: "commands.palette", group: "everywhere", keys: ["mod+k"], isEverywhere: true },
  keyMap: { label: "commands.keyMap", group: "everywhere", keys: ["?"] },
  search: { label: "commands.search", group: "everywhere", keys: ["/"] },
  create: { label: "commands.create", group: "everywhere", keys: ["c"] },
  undo: { label: "commands.undo", group: "everywhere", keys: ["z", "mod+z"] },
  save: { label: "commands.save", group: "everywhere", keys: ["mod+Enter"] },
  back: { label: "commands.back", group: "everywhere", keys: ["Escape"] },
  goToday: { label: "commands.goToday", group: "go", keys: ["g t"] },
  goInteractions: { label: "commands.goInteractions", group: "go", keys: ["g i"] },
  goCustomers: { label: "commands.goCustomers", group: "go", keys: ["g u"] },
  goCalendar: { label: "commands.goCalendar", group: "go", keys: ["g l"] },
  goTemplates: { label: "commands.goTemplates", group: "go", keys: ["g p"] },
  goSettings: { label: "commands.goSettings", group: "go", keys: ["g s"] },
  next: { label: "commands.next", group: "row", keys: ["j", "ArrowDown"] },
  previous: { label: "commands.previous", group: "row", keys: ["k", "ArrowUp"] },
  open: { label: "commands.open", group: "row", keys: ["Enter"] },
  select: { label: "commands.select", group: "row", keys: ["x"] },
  extendDown: { label: "commands.extendDown", group: "row", keys: ["shift+j", "shift+ArrowDown"] },
  extendUp: { label: "commands.extendUp", group: "row", keys: ["shift+k", "shift+ArrowUp"] },
  selectAll: { label: "commands.selectAll", group: "row", keys: ["mod+a"] },
  complete: { label: "commands.complete", group: "row", keys: ["e"] },
  reschedule: { label: "commands.reschedule", group: "row", keys: ["s"] },
  sweep: { label: "commands.sweep", group: "row", keys: ["shift+s"] },
  assign: { label: "commands.assign", group: "row", keys: ["a"] },
  note: { label: "commands.note", group: "row", keys: ["n"] },
  openCustomer: { label: "commands.openCustomer", group: "row", keys: ["o"] },
  cancel: { label: "commands.cancel", group: "row", keys: ["#"] },
  focusMode: { label: "commands.focusMode", group: "row", keys: ["f"] },
  goNow: { label: "commands.goNow", group: "row", keys: ["."] },
  move: { label: "commands.move", group: "row", keys: ["m"] },
  saveView: { label: "commands.saveView", group: "row", keys: ["shift+v"] },
  addStep: { label: "commands.addStep", group: "outline", keys: ["Enter"] },
  addLane: { label: "commands.addLane", group: "outline", keys: ["b"] },
  editPart: { label: "commands.editPart", group: "outline", keys: ["e", "F2"] },
  moveUp: { label: "commands.moveUp", group: "outline", keys: ["alt+ArrowUp"] },
  moveDown: { label: "commands.moveDown", group: "outline", keys: ["alt+ArrowDown"] },
  duplicatePart: { label: "commands.duplicatePart", group: "outline", keys: ["d"] },
  publishTemplate: { label: "commands.publishTemplate", group: "outline", keys: ["mod+Enter"] },
  removePart: { label: "commands.removePart", group: "outline", keys: ["Delete", "Backspace"] },
} as const satisfies Record<string, Command>;

export type CommandId = keyof typeof table;

export const COMMANDS: Record<CommandId, Command> = table;
