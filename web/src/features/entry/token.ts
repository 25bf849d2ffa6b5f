// The token of a link: it stands behind the #, which no server sees, and goes when the page is left.

import { useState } from "react";

const TOKEN = /(?:^#|&)token=([^&]+)/;

/** Null without one. */
export function useToken(): string | null {
  const [token] = useState(() => {
    const found = TOKEN.exec(location.hash)?.[1];
    return found === undefined ? null : decodeURIComponent(found);
  });
  return token;
}
