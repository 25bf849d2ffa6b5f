// Where the focus goes when it has no other place.

/** To the page itself, past the navigation: the keys mean what is on it. */
export function focusPage(): void {
  document.getElementById("main")?.focus({ preventScroll: true });
}
