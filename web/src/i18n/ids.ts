// The names of all messages. A room that has messages of its own adds its file here.

import type app from "./locales/en/app.json";
import type calendar from "./locales/en/calendar.json";
import type clear from "./locales/en/clear.json";
import type commands from "./locales/en/commands.json";
import type composer from "./locales/en/composer.json";
import type customers from "./locales/en/customers.json";
import type entry from "./locales/en/entry.json";
import type imports from "./locales/en/import.json";
import type interactions from "./locales/en/interactions.json";
import type items from "./locales/en/items.json";
import type settings from "./locales/en/settings.json";
import type shell from "./locales/en/shell.json";
import type start from "./locales/en/start.json";
import type templates from "./locales/en/templates.json";
import type today from "./locales/en/today.json";
import type ui from "./locales/en/ui.json";

type Messages = typeof app &
  typeof calendar &
  typeof clear &
  typeof commands &
  typeof composer &
  typeof customers &
  typeof entry &
  typeof imports &
  typeof interactions &
  typeof items &
  typeof settings &
  typeof templates &
  typeof shell &
  typeof start &
  typeof today &
  typeof ui;

export type MessageId = keyof Messages;
