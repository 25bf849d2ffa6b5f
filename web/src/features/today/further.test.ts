import type { Queue } from "@onward/client";
import { expect, test } from "vitest";
import { further } from "./further.ts";

const ALL = ["a", "b", "c", "d", "e"];
const SIZE = 2;

function page(section: string, from: number): Queue {
  const next_cursor = from + SIZE < ALL.length ? String(from + SIZE) : null;
  const named = ALL.slice(from, from + SIZE);
  const ends = { total: ALL.length, data: named.map((customer_id) => ({ customer_id })), next_cursor };
  const items = { ...ends, section, data: named.map((id) => ({ interaction: { id } })) };
  return { zone: "UTC", sections: [items], loose_ends: ends } as unknown as Queue;
}

const ask = async (section: string, cursor: string) => page(section, Number(cursor));
const idsOf = ({ sections: [first] }: Queue) => first?.data.map(({ interaction }) => interaction.id);

test("page after page is put behind the first, to the end", async () => {
  const whole = await further(page("overdue", 0), 100, ask);
  expect(idsOf(whole)).toEqual(ALL);
  expect(whole.sections[0]).toMatchObject({ total: 5, next_cursor: null });
  expect(whole.loose_ends?.data.map(({ customer_id }) => customer_id)).toEqual(ALL);
  expect(whole.zone).toBe("UTC");
});

test("not further than was asked for", async () => {
  const some = await further(page("overdue", 0), 4, ask);
  expect(idsOf(some)).toEqual(["a", "b", "c", "d"]);
  expect(some.sections[0]?.next_cursor).toBe("4");
});

test("what has moved on meanwhile stands once", async () => {
  const moved = await further(page("overdue", 0), 100, (section, cursor) => ask(section, String(Number(cursor) - 1)));
  expect(idsOf(moved)?.slice(0, 3)).toEqual(["a", "b", "c"]);
});
