// What the line was taken to mean, drawn as the step that it becomes.

import { formatDay } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { Knot } from "../../ui/Thread.tsx";
import style from "./Composer.module.css";
import type { Understanding } from "./useUnderstood.ts";

const MOST_SHOWN = 5;

interface UnderstoodProps {
  understood: Understanding;
  line: string;
  onChoose: (customerId: string) => void;
}

export function Understood({ understood, line, onChoose }: UnderstoodProps) {
  const t = useText();
  const { type, customer, candidates, title, isPast, name } = understood;
  const when = writeWhen(understood);
  return (
    <div className={style.understood} aria-live="polite">
      <Knot
        type={type}
        tone={customer === null ? "plain" : "accent"}
        before="past"
        after={isPast ? "past" : "planned"}
        isOpen={!isPast}
      />
      <div className={style.words}>
        {customer === null ? (
          <p className={style.missing}>
            {name === "" || line === "" || understood.isSearching
              ? t("composer.noCustomer")
              : t("composer.nobody", { name })}
          </p>
        ) : (
          <p>
            <strong>{customer.name}</strong> {title}
          </p>
        )}
        <p className={style.when}>{t(isPast ? "composer.tells" : "composer.plans", { when })}</p>
        {candidates.length > 1 && (
          <p className={style.candidates}>
            {t("composer.which")}
            {candidates.slice(0, MOST_SHOWN).map((each) => (
              <Button
                key={each.id}
                look={each.id === customer?.id ? "plain" : "quiet"}
                aria-pressed={each.id === customer?.id}
                onPress={() => onChoose(each.id)}
              >
                {each.name}
              </Button>
            ))}
          </p>
        )}
      </div>
    </div>
  );
}

export function writeWhen({ day, time }: Pick<Understanding, "day" | "time">): string {
  const written = formatDay(day, formatLocale());
  return time === null ? written : `${written}, ${time}`;
}
