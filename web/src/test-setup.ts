// What every test of a part begins with.

import { cleanup } from "@testing-library/react";
import { afterEach, beforeAll } from "vitest";
import { speak, speakWhole } from "./i18n/locale.ts";

beforeAll(async () => {
  await speak();
  await speakWhole();
});
afterEach(cleanup);
