// Where the application lies on its server, known from where its own files came from.

/** Without a slash at its end; empty at the root. */
export const basePath: string = import.meta.env.DEV
  ? ""
  : new URL(/* @vite-ignore */ "..", import.meta.url).pathname.replace(/\/$/, "");

/** The address of something that the server answers. */
export function serverAddress(path: string): string {
  return `${location.origin}${basePath}${path}`;
}
