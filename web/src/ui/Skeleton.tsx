// Rows that are on their way: shown only when they take longer than a blink.

import { useEffect, useState } from "react";
import { useHeldKeys } from "../core/typeAhead.ts";
import { useText } from "../i18n/text.tsx";
import style from "./Skeleton.module.css";

const PATIENCE_MS = 200;

export function Skeleton({ rows = 5 }: { rows?: number }) {
  const t = useText();
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" className={style.rows} data-late={isLate || undefined}>
      <span className="visually-hidden">{t("ui.loading")}</span>
      {Array.from({ length: rows }, (_, row) => `row ${row}`).map((name) => (
        <div key={name} className={style.row} aria-hidden />
      ))}
    </div>
  );
}

/** The same for what was opened by a key: what is typed on meanwhile waits with it. */
export function HeldSkeleton({ rows }: { rows: number }) {
  useHeldKeys();
  return <Skeleton rows={rows} />;
}
