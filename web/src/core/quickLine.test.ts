import { expect, test } from "vitest";
import { nameLength, readQuickLine } from "./quickLine.ts";

const TYPES = [
  { key: "phone_call", label: "Phone call" },
  { key: "send_proposal", label: "Send proposal" },
  { key: "email", label: "E-mail" },
  { key: "demo", label: "Demo" },
];
const SUNDAY = "2026-11-22";
const read = (text: string) => readQuickLine(text, TYPES, SUNDAY);

test("type, customer, date and subject", () => {
  expect(read("call Acme tue 10 renewal")).toEqual({
    type: "phone_call",
    isTold: false,
    words: ["Acme", "renewal"],
    nameable: 1,
    date: { day: "2026-11-24", time: "10:00" },
  });
});

test("a date that stands first leaves the name behind it", () => {
  expect(read("email tomorrow Acme offer")).toMatchObject({ type: "email", words: ["Acme", "offer"], nameable: 2 });
});

test("a line without type or date is customer and subject", () => {
  expect(read("Acme renewal")).toMatchObject({ type: null, words: ["Acme", "renewal"], nameable: 2, date: null });
});

test.each([
  ["proposal", "send_proposal", false],
  ["e-mail", "email", false],
  ["called", "phone_call", true],
  ["emailed", "email", true],
  ["demo", "demo", false],
  ["callous", null, false],
  ["ca", null, false],
])("“%s” names %s", (word, type, isTold) => {
  expect(read(`${word} Acme`)).toMatchObject({ type, isTold });
});

test("a name is as long as its words are said", () => {
  expect(nameLength(["acme", "tools", "renewal"], "Acme Tools Ltd")).toBe(2);
  expect(nameLength(["acm"], "Acme Tools")).toBe(1);
  expect(nameLength(["renewal"], "Acme Tools")).toBe(0);
  expect(nameLength(["müller", "co"], "Muller & Co")).toBe(2);
  expect(nameLength(["fontaine", "renewal"], "Renée Fontaine")).toBe(1);
  expect(nameLength([], "Acme Tools")).toBe(0);
});
