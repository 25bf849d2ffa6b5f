// What every test of a part begins with.

import { cleanup } from "@testing-library/react";
import { afterEach, beforeAll } from "vitest";
import { speak } from "./i18n/locale.ts";

beforeAll(speak);
afterEach(cleanup);
