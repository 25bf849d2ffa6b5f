// What will be wanted soon and not at once: it comes when the page has had a moment to be drawn.

const AFTER_MS = 1000;

/** What cannot come is asked for again when it is wanted. The function given back calls it off. */
export function whenQuiet(run: () => unknown): () => void {
  const timer = setTimeout(() => Promise.resolve(run()).catch(() => undefined), AFTER_MS);
  return () => clearTimeout(timer);
}
