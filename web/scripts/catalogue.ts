// Turns the message files under src/i18n/locales into what Lingui takes at run time, so that no parser travels.

import { compileMessage } from "@lingui/message-utils/compileMessage";
import type { Plugin } from "vite";

const CATALOGUE = /\/src\/i18n\/locales\/[^/]+\/[^/]+\.json$/;

export function catalogue(): Plugin {
  return {
    name: "onward-catalogue",
    enforce: "pre",
    transform: {
      filter: { id: CATALOGUE },
      handler(source) {
        return { code: JSON.stringify(compiled(JSON.parse(source))), map: null };
      },
    },
  };
}

export function compiled(messages: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(messages).map(([id, text]) => [id, compileMessage(text)]));
}
