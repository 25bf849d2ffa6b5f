// Says in every style sheet in which order the layers win, so that it holds whichever sheet arrives first.

import type { Plugin } from "vite";

const ORDER = "@layer reset, design, ui, app, features;\n";

export function layers(): Plugin {
  return {
    name: "onward-layers",
    enforce: "pre",
    transform: {
      filter: { id: /\/src\/.*\.css$/ },
      handler(source) {
        return { code: ORDER + source, map: null };
      },
    },
  };
}
