// The words of one kind in their order: moved, changed, archived, brought back.

import { ArrowDown, ArrowUp, Pencil } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useAct } from "../../../api/acting.ts";
import { useMay } from "../../../api/session.ts";
import { announce } from "../../../core/announce.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { Row, Rows, Tag } from "../../../ui/Rows.tsx";
import { moved } from "./labels.ts";

export interface Word {
  key: string;
  label: string;
  isArchived: boolean;
  usage: { interactions: number; templates: number };
  sign?: ReactNode;
  about: string;
}

export interface WordActs {
  order: (keys: string[]) => Promise<unknown>;
  archive: (key: string) => Promise<unknown>;
  restore: (key: string) => Promise<unknown>;
  edit: (key: string) => void;
}

interface WordListProps {
  label: string;
  words: Word[];
  /** The noun whose cached answers are old after a change. */
  touches: readonly unknown[];
  acts: WordActs;
}

export function WordList({ label, words, touches, acts }: WordListProps) {
  const t = useText();
  const { act } = useAct(touches);
  const [order, setOrder] = useState<string[] | null>(null);
  const offered = inOrder(
    words.filter(({ isArchived }) => !isArchived),
    order,
  );
  const archived = words.filter(({ isArchived }) => isArchived);
  const keys = offered.map(({ key }) => key);
  const move = async (word: Word, by: -1 | 1) => {
    const next = moved(keys, word.key, by);
    if (next === keys) return;
    setOrder(next);
    announce(t("settings.movedTo", { label: word.label, place: next.indexOf(word.key) + 1, count: next.length }));
    await act({ run: () => acts.order(next) });
    setOrder(null);
  };
  const archive = (word: Word) =>
    void act({
      run: () => acts.archive(word.key),
      done: t("settings.archived", { label: word.label }),
      undo: () => acts.restore(word.key),
    });
  const restore = (word: Word) =>
    void act({
      run: () => acts.restore(word.key),
      done: t("settings.restored", { label: word.label }),
      undo: () => acts.archive(word.key),
    });
  return (
    <>
      <Rows label={label}>
        {offered.map((word, place) => (
          <WordRow
            key={word.key}
            word={word}
            isFirst={place === 0}
            isLast={place === offered.length - 1}
            onMove={(by) => void move(word, by)}
            onEdit={() => acts.edit(word.key)}
            onToggle={() => archive(word)}
          />
        ))}
      </Rows>
      {archived.length > 0 && (
        <details>
          <summary>{t("settings.archivedWords", { count: archived.length })}</summary>
          <Rows label={t("settings.archivedWords", { count: archived.length })}>
            {archived.map((word) => (
              <WordRow key={word.key} word={word} onToggle={() => restore(word)} />
            ))}
          </Rows>
        </details>
      )}
    </>
  );
}

interface WordRowProps {
  word: Word;
  isFirst?: boolean;
  isLast?: boolean;
  /** Left out for one that is archived. */
  onMove?: (by: -1 | 1) => void;
  onEdit?: () => void;
  onToggle: () => void;
}

function WordRow({ word, isFirst = false, isLast = false, onMove, onEdit, onToggle }: WordRowProps) {
  const t = useText();
  const may = useMay("settings:write");
  const { label, usage } = word;
  return (
    <Row
      sign={word.sign}
      isFaded={onMove === undefined}
      name={
        <>
          {label}
          <Tag>{word.key}</Tag>
        </>
      }
      about={`${word.about} · ${t("settings.usage", { ...usage })}`}
      actions={
        may && (
          <>
            {onMove !== undefined && (
              <>
                <IconButton label={t("settings.moveUp", { label })} isDisabled={isFirst} onPress={() => onMove(-1)}>
                  <ArrowUp size={16} aria-hidden />
                </IconButton>
                <IconButton label={t("settings.moveDown", { label })} isDisabled={isLast} onPress={() => onMove(1)}>
                  <ArrowDown size={16} aria-hidden />
                </IconButton>
              </>
            )}
            {onEdit !== undefined && (
              <IconButton label={t("settings.editWord", { label })} onPress={onEdit}>
                <Pencil size={15} aria-hidden />
              </IconButton>
            )}
            <Button
              look="quiet"
              aria-label={t(onMove === undefined ? "settings.restoreWord" : "settings.archiveWord", { label })}
              onPress={onToggle}
            >
              {t(onMove === undefined ? "settings.restore" : "settings.archive")}
            </Button>
          </>
        )
      }
    />
  );
}

/** As somebody has just put them, until the server has said so too. */
function inOrder(words: Word[], order: string[] | null): Word[] {
  if (order === null) return words;
  return [...words].sort((one, other) => order.indexOf(one.key) - order.indexOf(other.key));
}
