import { expect, test } from "vitest";
import { drawn } from "./QrCode.tsx";

test("dark fields are drawn row by row, each run once", () => {
  const fields = [
    [true, true, false, true],
    [false, false, false, false],
    [false, true, true, true],
  ];
  expect(drawn(fields)).toBe("M0 0h2v1H0zM3 0h1v1H3zM1 2h3v1H1z");
});
