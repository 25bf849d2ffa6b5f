// A QR code, drawn here: what it says never leaves the page.

import { encode } from "uqr";
import style from "./Account.module.css";

const QUIET_ZONE = 4;

export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: "M", border: QUIET_ZONE });
  return (
    <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} className={style.qr} shapeRendering="crispEdges">
      <path d={`M0 0h${size}v${size}H0z`} className={style.qrPaper} />
      <path d={drawn(data)} className={style.qrInk} />
    </svg>
  );
}

/** One stroke of the pen for each run of dark fields in a row. */
export function drawn(fields: boolean[][]): string {
  return fields
    .flatMap((row, y) =>
      row.map((isDark, x) => {
        if (!isDark || row[x - 1] === true) return "";
        const end = row.indexOf(false, x);
        return `M${x} ${y}h${(end === -1 ? row.length : end) - x}v1H${x}z`;
      }),
    )
    .join("");
}
