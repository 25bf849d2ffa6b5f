import type { Interaction } from "@onward/client";
import { expect, test } from "vitest";
import { enderOf } from "./overtaken.ts";

const ended = (status: string, completed_by: string | null = null) => ({ status, completed_by }) as Interaction;
const told = (kind: string, actor_id: string) => ({ kind: `interaction.${kind}`, actor_id });

test("who completed an item stands in it; who cancelled or skipped it is told by the log, by its newest word", () => {
  expect(enderOf(ended("completed", "ana"), [])).toBe("ana");
  const log = [told("cancelled", "ana"), told("undone", "ana"), told("cancelled", "ben"), told("updated", "cleo")];
  expect(enderOf(ended("cancelled"), log)).toBe("ben");
  expect(enderOf(ended("skipped"), log)).toBeNull();
});
