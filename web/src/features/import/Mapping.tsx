// Which column is what: found out by the server, corrected here; and how the file is read.

import type { Import } from "@onward/client";
import { useState } from "react";
import { onward } from "../../api/client.ts";
import { spelled } from "../../api/tenant.ts";
import { useText } from "../../i18n/text.tsx";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { Part } from "../../ui/Page.tsx";
import { Select } from "../../ui/Select.tsx";
import { useImportActs } from "./acts.ts";
import style from "./Import.module.css";
import { extraField, isExtra, LEFT_OUT, mappingOf, shownSamples, withField } from "./mapping.ts";
import { Options } from "./Options.tsx";
import { Reading } from "./Reading.tsx";

export function Mapping({ of }: { of: Import }) {
  const t = useText();
  const { isPending, fault, ask } = useImportActs(of.id);
  const [mapping, setMapping] = useState(() => mappingOf(of));
  const [options, setOptions] = useState(of.options);
  const isChanged = String(mapping) !== String(mappingOf(of)) || JSON.stringify(options) !== JSON.stringify(of.options);
  const check = () =>
    ask(async () => {
      if (isChanged) await onward.transfers.changeImport(of.id, { mapping, options });
      return onward.transfers.checkImport(of.id);
    });
  const isFresh = of.status === "checked" && !isChanged;
  return (
    <>
      <Part title={t("import.columns")} lead={t("import.columnsLead")}>
        <ul className={style.columns} aria-label={t("import.columns")}>
          {of.columns.map(({ name, samples }, at) => (
            <li key={placed(name, at)} className={style.column}>
              <Select
                label={name.trim() || t("import.nameless", { place: at + 1 })}
                options={fieldOptions(of, name, mapping[at] ?? null, t)}
                selectedKey={mapping[at] ?? LEFT_OUT}
                onSelectionChange={(chosen) => chosen !== null && setMapping(withField(mapping, at, String(chosen)))}
              />
              <p className={style.samples}>
                {shownSamples(samples).map((cell) => (
                  <span key={cell}>{cell}</span>
                ))}
              </p>
            </li>
          ))}
        </ul>
      </Part>
      <Options of={of} options={options} onChange={setOptions} />
      <Reading of={of} ask={ask} />
      {fault !== null && <Banner tone="failure">{fault}</Banner>}
      <div className={style.buttons}>
        <Button look={isFresh ? "plain" : "strong"} isPending={isPending} onPress={() => void check()}>
          {t(isFresh ? "import.checkAgain" : "import.check")}
        </Button>
        <span className={style.quiet}>{t("import.checkLead")}</span>
      </div>
    </>
  );
}

/** Columns may bear the same heading, or none; they never change places. */
function placed(name: string, at: number): string {
  return `${at} ${name}`;
}

function fieldOptions(of: Import, column: string, chosen: string | null, t: ReturnType<typeof useText>) {
  const extra = chosen !== null && isExtra(chosen) ? chosen : extraField(column);
  return [
    { id: LEFT_OUT, label: t("import.leftOut") },
    ...of.fields.map((id) => ({ id, label: spelled(id) })),
    { id: extra, label: t("import.extra", { name: extra.slice(extra.indexOf(".") + 1) }) },
  ];
}
