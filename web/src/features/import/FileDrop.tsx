// A place to drop a file on, and a button that chooses one.

import { FileUp } from "lucide-react";
import { DropZone, FileTrigger } from "react-aria-components";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import style from "./Import.module.css";

export function FileDrop({ isPending, onFile }: { isPending: boolean; onFile: (file: File) => void }) {
  const t = useText();
  return (
    <DropZone
      className={style.drop ?? ""}
      aria-label={t("import.drop")}
      onDrop={(dropped) => {
        const file = dropped.items.find((item) => item.kind === "file");
        if (file !== undefined && file.kind === "file") void file.getFile().then(onFile);
      }}
    >
      <FileUp size={28} aria-hidden />
      <p className={style.dropWords}>{t("import.drop")}</p>
      <FileTrigger
        acceptedFileTypes={["text/csv", ".csv", ".txt", ".tsv"]}
        onSelect={(files) => {
          const file = files?.[0];
          if (file !== undefined) onFile(file);
        }}
      >
        <Button look="strong" isPending={isPending}>
          {t(isPending ? "import.reading" : "import.choose")}
        </Button>
      </FileTrigger>
      <p className={style.quiet}>{t("import.formats")}</p>
    </DropZone>
  );
}
