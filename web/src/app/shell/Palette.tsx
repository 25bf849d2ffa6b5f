// Everything that can be done or found, by typing a few letters.

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { CornerDownLeft, Search } from "lucide-react";
import { useDeferredValue, useEffect, useState } from "react";
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
} from "react-aria-components";
import { COMMANDS, type CommandId } from "../../core/commands.ts";
import { allFinders, type Found, holds } from "../../core/finders.ts";
import { runCommand, useBoundCommands } from "../../core/keys.ts";
import { useText } from "../../i18n/text.tsx";
import { Keys } from "../../ui/Keys.tsx";
import style from "./Palette.module.css";

interface Line {
  id: string;
  label: string;
  detail?: string | undefined;
  command?: CommandId;
  run: () => void;
}

const HIDDEN: readonly CommandId[] = ["palette", "back", "next", "previous"];

export default function Palette({ onClose }: { onClose: () => void }) {
  const t = useText();
  const [words, setWords] = useState("");
  const { sections, isFinding } = useSections(words);
  const choose = (line: Line) => {
    onClose();
    // Once the palette has given the focus back.
    requestAnimationFrame(line.run);
  };
  const enter = useEnter(sections[0]?.lines[0], isFinding, choose);
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => open || onClose()} className={style.scrim ?? ""}>
      <Modal className={style.palette ?? ""} data-modal>
        <Dialog aria-label={t("commands.palette")} className={style.inner ?? ""}>
          <Autocomplete inputValue={words} onInputChange={setWords}>
            <SearchField aria-label={t("app.find")} autoFocus className={style.field ?? ""}>
              <Search size={18} aria-hidden />
              <Input placeholder={t("shell.paletteHint")} className={style.input ?? ""} onKeyDownCapture={enter} />
            </SearchField>
            <Menu
              className={style.list ?? ""}
              aria-label={t("commands.palette")}
              renderEmptyState={() => <Nothing words={words} />}
            >
              {sections.map(({ title, lines }) => (
                <MenuSection key={title} className={style.section ?? ""} aria-label={title}>
                  <Header className={style.title ?? ""}>{title}</Header>
                  {lines.map((line) => (
                    <MenuItem
                      key={line.id}
                      id={line.id}
                      textValue={line.label}
                      onAction={() => choose(line)}
                      className={style.line ?? ""}
                    >
                      <span className={style.label}>{line.label}</span>
                      {line.detail !== undefined && <span className={style.detail}>{line.detail}</span>}
                      {line.command === undefined ? (
                        <CornerDownLeft size={14} aria-hidden className={style.enter} />
                      ) : (
                        <Keys of={line.command} />
                      )}
                    </MenuItem>
                  ))}
                </MenuSection>
              ))}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Enter takes the first line where none is marked, and waits for what is still being looked for. */
function useEnter(first: Line | undefined, isFinding: boolean, choose: (line: Line) => void) {
  const [isAsked, setAsked] = useState(false);
  useEffect(() => {
    if (!isAsked || isFinding) return;
    setAsked(false);
    if (first !== undefined) choose(first);
  }, [isAsked, isFinding, first, choose]);
  return (event: React.KeyboardEvent) => {
    const isMarked = event.currentTarget.getAttribute("aria-activedescendant") !== null;
    const isEnter = event.key === "Enter" && !event.nativeEvent.isComposing;
    // The line that is marked meanwhile answers to fewer letters.
    if (isEnter && isFinding) {
      event.preventDefault();
      event.stopPropagation();
    }
    setAsked(isEnter && (isFinding || !isMarked));
  };
}

function Nothing({ words }: { words: string }) {
  const t = useText();
  return <p className={style.nothing}>{t("shell.paletteNothing", { words })}</p>;
}

interface Section {
  title: string;
  lines: Line[];
}

function useSections(words: string): { sections: Section[]; isFinding: boolean } {
  const t = useText();
  const commands = useCommandLines(words);
  const { found, isFinding } = useFound(words);
  const all = [...found, { title: t("shell.paletteCommands"), lines: commands }];
  return { sections: all.filter(({ lines }) => lines.length > 0), isFinding };
}

function useCommandLines(words: string): Line[] {
  const t = useText();
  const ids = [...new Set(useBoundCommands().map(({ id }) => id))].filter((id) => !HIDDEN.includes(id));
  const lines = ids.map((id) => ({ id, label: t(COMMANDS[id].label), command: id, run: () => runCommand(id) }));
  return lines.filter(({ label }) => holds(label, words));
}

function useFound(words: string): { found: Section[]; isFinding: boolean } {
  const t = useText();
  const router = useRouter();
  const asked = useDeferredValue(words.trim());
  const { data, isFetching } = useQuery({
    queryKey: ["found", asked],
    queryFn: ({ signal }) => Promise.all(allFinders().map((each) => each.find(asked, signal))),
    enabled: asked.length > 0 && allFinders().length > 0,
    placeholderData: (before) => before,
  });
  const isFinding = isFetching || asked !== words.trim();
  if (asked === "" || data === undefined) return { found: [], isFinding };
  const lineOf = ({ id, label, detail, href }: Found): Line => ({
    id,
    label,
    detail,
    run: () => void router.navigate({ href }),
  });
  const found = allFinders().map(({ title }, place) => ({ title: t(title), lines: (data[place] ?? []).map(lineOf) }));
  return { found, isFinding };
}
