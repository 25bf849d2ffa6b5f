// What will be wanted soon and not at once: it comes when the page has had a moment to be drawn.

const AFTER_MS = 1000;

/** The function given back calls it off. */
export function whenQuiet(run: () => void): () => void {
  const timer = setTimeout(run, AFTER_MS);
  return () => clearTimeout(timer);
}
