// What the first page says, in German.

import type { Messages } from "@lingui/core";

const rooms = import.meta.glob<Messages>("../locales/de/{app,commands,items,today,ui}.json", {
  eager: true,
  import: "default",
});

export const messages: Messages = Object.assign({}, ...Object.values(rooms));
