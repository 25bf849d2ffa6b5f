// What the first page says, in English.

import type { Messages } from "@lingui/core";

const rooms = import.meta.glob<Messages>("../locales/en/{app,commands,items,today,ui}.json", {
  eager: true,
  import: "default",
});

export const messages: Messages = Object.assign({}, ...Object.values(rooms));
