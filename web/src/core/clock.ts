// The moment, for what is drawn by it: it moves on by the minute while a component shows it.

import { useEffect, useState } from "react";
import { instantNow } from "./online.ts";

const MINUTE_MS = 60_000;

export function useMinute(): string {
  const [now, setNow] = useState(instantNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(instantNow()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
