// What the builder's keys, menus and dragging do to the draft, and which line of the outline is in hand.

import { useState } from "react";
import { announce } from "../../core/announce.ts";
import { offerUndo } from "../../core/undo.ts";
import { useText } from "../../i18n/text.tsx";
import * as edits from "./edits.ts";
import { type Outline, placeOf, type StepFields } from "./outline.ts";
import { type PartCommand, partOf } from "./parts.ts";
import type { Draft } from "./useDraft.ts";
import { type Names, stepWords } from "./words.ts";

export interface Builder {
  chosen: string;
  choose: (key: string) => void;
  /** The line that shall have the focus once it is there; `turn` tells one wish from the next. */
  wanted: { key: string; turn: number } | null;
  run: (command: PartCommand, key: string) => void;
  add: (fields: StepFields) => void;
  moveStep: (key: string, place: number) => void;
  moveLane: (key: string, by: 1 | -1) => void;
}

interface Wishes {
  onEdit: (key: string) => void;
  onWrite: () => void;
}

export function useBuilder(draft: Draft, names: Names, { onEdit, onWrite }: Wishes): Builder {
  const t = useText();
  const { outline, edit } = draft;
  const [asked, setAsked] = useState(outline.steps[0]?.key ?? "");
  const [wanted, setWanted] = useState<Builder["wanted"]>(null);
  const chosen = partOf(outline, asked).step === undefined ? (outline.steps[0]?.key ?? "") : asked;

  const take = (next: Outline, key: string, withFocus = true) => {
    edit(() => next);
    setAsked(key);
    if (withFocus) setWanted((before) => ({ key, turn: (before?.turn ?? 0) + 1 }));
  };
  const moveStep = (key: string, place: number) => {
    const next = edits.moveStep(outline, key, place);
    if (next === outline) return;
    take(next, key);
    announce(t("templates.moved", { number: place + 1, count: next.steps.length }));
  };
  const moveLane = (key: string, by: 1 | -1) => take(edits.moveLane(outline, key, by), key);
  const remove = (key: string) => {
    const lost = removed(outline, key, t("templates.lane.exitDefault"));
    if (lost === null) return announce(t("templates.lastStepStays"));
    const words = lost.isStep
      ? t("templates.removedStep", { step: stepWords(outline, key) })
      : t("templates.removedLane");
    take(lost.outline, neighbour(outline, lost.outline, key));
    const undo = async () => edit(lost.putBack);
    offerUndo({ words, undo }, t("ui.undo"));
  };
  const addLane = (key: string) => {
    const { step } = partOf(outline, key);
    if (step === undefined) return;
    const made = edits.addLane(outline, step.key, firstLane(outline, step.key, names));
    take(made.outline, made.key, false);
    onEdit(made.key);
  };
  const move = (key: string, by: 1 | -1) => {
    if (partOf(outline, key).lane !== undefined) return moveLane(key, by);
    if (!partOf(outline, key).isOtherwise) moveStep(key, placeOf(outline, key) + by);
  };
  const duplicate = (key: string) => {
    const { lane, isOtherwise } = partOf(outline, key);
    if (isOtherwise) return;
    const made = lane === undefined ? edits.duplicateStep(outline, key) : edits.duplicateLane(outline, key);
    take(made.outline, made.key);
  };
  const commands: Record<PartCommand, (key: string) => void> = {
    addStep: (key) => {
      setAsked(partOf(outline, key).step?.key ?? key);
      onWrite();
    },
    addLane,
    editPart: (key) => {
      setAsked(key);
      onEdit(key);
    },
    moveUp: (key) => move(key, -1),
    moveDown: (key) => move(key, 1),
    duplicatePart: duplicate,
    removePart: remove,
  };
  return {
    chosen,
    choose: setAsked,
    wanted,
    run: (command, key) => commands[command](key),
    add: (fields) => {
      const made = edits.addStep(outline, fields, partOf(outline, chosen).step?.key ?? null);
      take(made.outline, made.key, false);
      announce(t("templates.added", { step: stepWords(made.outline, made.key) }));
    },
    moveStep,
    moveLane,
  };
}

function removed(outline: Outline, key: string, why: string) {
  const { lane, isOtherwise } = partOf(outline, key);
  if (isOtherwise) return null;
  if (lane !== undefined) {
    const lost = edits.removeLane(outline, key);
    if (lost === null) return null;
    return { ...lost, isStep: false, putBack: (now: Outline) => edits.putLaneBack(now, lost.removed) };
  }
  const lost = edits.removeStep(outline, key, why);
  if (lost === null) return null;
  return { ...lost, isStep: true, putBack: (now: Outline) => edits.putStepBack(now, lost.removed) };
}

/** What is in hand once the line has gone: of a lane its step, of a step the one that took its place. */
function neighbour(before: Outline, after: Outline, key: string): string {
  const { step, lane } = partOf(before, key);
  if (lane !== undefined && step !== undefined) return step.key;
  return after.steps[Math.min(placeOf(before, key), after.steps.length - 1)]?.key ?? "";
}

/** Nobody reached: try again, a working day later, three times. Once that is there, the next outcome ends the run. */
function firstLane(outline: Outline, key: string, names: Names): edits.LaneFields {
  const step = outline.steps[placeOf(outline, key)];
  const type = names.types.find((one) => one.key === step?.fields.type);
  const taken = step?.lanes.flatMap(({ outcomes }) => outcomes) ?? [];
  const free = names.outcomes.filter(
    (one) => !taken.includes(one.key) && (type?.outcomes == null || type.outcomes.includes(one.key)),
  );
  const silent = free.find(({ kind }) => kind === "no_contact");
  if (silent !== undefined) return { outcomes: [silent.key], step: key, template: null, exit: null, wait: 1, most: 3 };
  const chosen = free.find(({ kind }) => kind === "negative") ?? free[0];
  const outcomes = chosen === undefined ? [] : [chosen.key];
  return { outcomes, step: null, template: null, exit: chosen?.label ?? chosen?.key ?? "", wait: null, most: null };
}
