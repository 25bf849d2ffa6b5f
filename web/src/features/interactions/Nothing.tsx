// A list without rows: which filter empties it, and the way out.

import { useQueries, useQuery } from "@tanstack/react-query";
import { useMay } from "../../api/session.ts";
import { compose } from "../../core/composing.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { isSet, PILLS, type Pill, useWords } from "./filters.ts";
import { countQuery } from "./queries.ts";
import { asQuery, narrowing, type Shown, without } from "./state.ts";

interface NothingProps {
  shown: Shown;
  onChange: (shown: Shown) => void;
}

const WORDS: Pill = { id: "status", label: "interactions.words", names: ["q"] };

export function Nothing({ shown, onChange }: NothingProps) {
  const t = useText();
  const set = [...PILLS, WORDS].filter((pill) => isSet(shown, pill));
  const counts = useQueries({ queries: set.map(({ names }) => countQuery(asQuery(without(shown, ...names)))) });
  const { data: all } = useQuery(countQuery(asQuery(without(shown, ...narrowing(shown)))));
  const place = culpritOf(
    counts.map(({ data = 0 }) => data),
    set.indexOf(WORDS),
  );
  const culprit = set[place];
  if (all === undefined || counts.some(({ isPending }) => isPending)) return <Skeleton rows={3} />;
  if (all === 0) return <NoneYet />;
  return (
    <EmptyState
      title={t("interactions.noMatch", { count: set.length })}
      actions={
        <>
          {culprit !== undefined && (
            <Remove pill={culprit} shown={shown} count={counts[place]?.data ?? 0} onChange={onChange} />
          )}
          <Button onPress={() => onChange(without(shown, ...narrowing(shown)))}>{t("interactions.removeAll")}</Button>
        </>
      }
    >
      {culprit === undefined ? t("interactions.allEmpty") : t("interactions.oneEmpties", { count: set.length })}
    </EmptyState>
  );
}

function NoneYet() {
  const t = useText();
  const mayWrite = useMay("interactions:write");
  return (
    <EmptyState
      title={t("interactions.noneTitle")}
      actions={mayWrite && <Button onPress={() => compose()}>{t("interactions.new")}</Button>}
    >
      {t("interactions.noneBody")}
    </EmptyState>
  );
}

/** The filter without which most would match; words that somebody typed only where no other filter is to blame. */
function culpritOf(counts: number[], words: number): number {
  const most = Math.max(0, ...counts.filter((_, place) => place !== words));
  if (most > 0) return counts.findIndex((count, place) => place !== words && count === most);
  return (counts[words] ?? 0) > 0 ? words : -1;
}

interface RemoveProps extends NothingProps {
  pill: Pill;
  count: number;
}

function Remove({ pill, shown, count, onChange }: RemoveProps) {
  const t = useText();
  const chosen = useWords(pill, shown);
  const words = pill === WORDS ? (shown.q ?? "") : chosen;
  return (
    <Button look="strong" onPress={() => onChange(without(shown, ...pill.names))}>
      {t("interactions.removeOne", { name: t(pill.label), words, count })}
    </Button>
  );
}
