// What every other page says, in English.

import type { Messages } from "@lingui/core";

const rooms = import.meta.glob<Messages>(
  ["../locales/en/*.json", "!../locales/en/{app,commands,items,today,ui}.json"],
  { eager: true, import: "default" },
);

export const messages: Messages = Object.assign({}, ...Object.values(rooms));
