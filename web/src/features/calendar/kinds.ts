// The ways in which the calendar can be looked at: all that its address has to know before its page is there.

export const VIEWS = ["month", "week", "day", "agenda"] as const;
export type View = (typeof VIEWS)[number];
