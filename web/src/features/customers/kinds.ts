// What kinds of entries a thread has, for the address to name. Read before the page is there.

export const KINDS = ["interaction", "note", "message", "workflow", "customer", "conversation"] as const;
