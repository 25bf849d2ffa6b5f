// What stands behind the ? of an address: read with suspicion, for people edit addresses and links grow old.
//
// A page's `validateSearch` is made of these. What cannot be read is as if it were not there; every key is always in
// the result, for the router keeps the raw value of one that is left out.

export function textIn(value: unknown, longest = 200): string | undefined {
  const found = typeof value === "number" ? String(value) : value;
  return typeof found === "string" && found !== "" && found.length <= longest ? found : undefined;
}

export function oneIn<T extends string>(value: unknown, options: readonly T[]): T | undefined {
  return options.find((option) => option === value);
}

/** One or several; in the address a single one may stand without brackets. */
export function listIn<T extends string>(value: unknown, options: readonly T[]): T[] | undefined {
  const given: unknown[] = Array.isArray(value) ? value : [value];
  const found = options.filter((option) => given.includes(option));
  return found.length > 0 ? found : undefined;
}

/** Several keys that cannot be listed beforehand, such as ids or types. */
export function keysIn(value: unknown, pattern = /^[\w-]{1,100}$/): string[] | undefined {
  const given: unknown[] = Array.isArray(value) ? value : [value];
  const found = given.filter((each): each is string => typeof each === "string" && pattern.test(each));
  return found.length > 0 ? [...new Set(found)].slice(0, 50) : undefined;
}

export function flagIn(value: unknown): boolean | undefined {
  return value === true || value === false ? value : undefined;
}

export function dayIn(value: unknown): string | undefined {
  return typeof value === "string" && /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(value) ? value : undefined;
}

/** Whether two states of a page are the same, whatever the order of their keys. */
export function isSameSearch(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
  return canonical(one) === canonical(other);
}

function canonical(search: Record<string, unknown>): string {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined);
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
