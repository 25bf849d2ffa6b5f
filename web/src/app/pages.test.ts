import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import pages from "./pages.json";
import { createAppRouter } from "./router.tsx";

test("the server knows every page: it answers with the shell only at those in pages.json", () => {
  const router = createAppRouter(new QueryClient());
  const words = Object.keys(router.routesByPath).map((path) => path.split("/")[1] ?? "");
  expect(words.length).toBeGreaterThan(4);
  expect(words.filter((word) => word !== "" && !pages.includes(word))).toEqual([]);
});
