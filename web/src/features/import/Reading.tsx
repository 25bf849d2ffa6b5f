// How the file is read, where the server has guessed wrong.

import type { Import } from "@onward/client";
import { onward } from "../../api/client.ts";
import { useText } from "../../i18n/text.tsx";
import fields from "../../ui/Fields.module.css";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import type { ImportActs } from "./acts.ts";
import style from "./Import.module.css";

const ENCODINGS = [
  "utf-8",
  "utf-16-le",
  "utf-16-be",
  "windows-1252",
  "iso-8859-1",
] as const satisfies Import["encoding"][];
const DELIMITERS = [",", ";", "\t", "|"] as const;

export function Reading({ of, ask }: { of: Import; ask: ImportActs["ask"] }) {
  const t = useText();
  const change = (body: Parameters<typeof onward.transfers.changeImport>[1]) =>
    void ask(() => onward.transfers.changeImport(of.id, body));
  return (
    <details className={style.reading}>
      <summary>
        {t("import.readAs", {
          encoding: of.encoding.toUpperCase(),
          delimiter: t(`import.delimiter.${named(of.delimiter)}`),
        })}
      </summary>
      <div className={fields.wide}>
        <Select
          label={t("import.encoding")}
          options={ENCODINGS.map((id) => ({ id, label: id.toUpperCase() }))}
          selectedKey={of.encoding}
          onSelectionChange={(chosen) => {
            const encoding = ENCODINGS.find((each) => each === chosen);
            if (encoding !== undefined && encoding !== of.encoding) change({ encoding });
          }}
        />
        <Select
          label={t("import.delimiter")}
          options={DELIMITERS.map((id) => ({ id, label: t(`import.delimiter.${named(id)}`) }))}
          selectedKey={of.delimiter}
          onSelectionChange={(chosen) => {
            const delimiter = DELIMITERS.find((each) => each === chosen);
            if (delimiter !== undefined && delimiter !== of.delimiter) change({ delimiter });
          }}
        />
      </div>
      <Switch isSelected={of.has_heading} onChange={(has_heading) => change({ has_heading })}>
        {t("import.hasHeading")}
      </Switch>
    </details>
  );
}

function named(delimiter: string): "comma" | "semicolon" | "tab" | "bar" {
  if (delimiter === ";") return "semicolon";
  if (delimiter === "\t") return "tab";
  return delimiter === "|" ? "bar" : "comma";
}
