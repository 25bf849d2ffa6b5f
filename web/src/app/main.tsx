// Where the application begins.

import "../design/fonts.css";
import "../design/tokens.css";
import "../design/reset.css";
import { createRoot } from "react-dom/client";
import { pointClient } from "../api/client.ts";
import { listenForKeys } from "../core/keys.ts";
import { basePath } from "../core/place.ts";
import { followTheme } from "../core/theme.ts";
import { speak } from "../i18n/locale.ts";
import { App } from "./App.tsx";

const place = document.getElementById("root");
if (place === null) throw new Error("The page has no place for the application.");

// The page that most people open comes while the server says who one is.
if (location.pathname === `${basePath}/today`) void import("../features/today/TodayPage.tsx");

followTheme();
pointClient();
listenForKeys();
await speak();
createRoot(place).render(<App />);
