// What a typed line means: read in `core`, its customer found by the server.

import type { Customer } from "@onward/client";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";
import { settingsQuery, typesQuery, useTypeLabel } from "../../api/tenant.ts";
import type { Begun } from "../../core/composing.ts";
import { todayIn } from "../../core/days.ts";
import { minuteOfDay } from "../../core/format.ts";
import { instantNow } from "../../core/online.ts";
import { nameLength, type QuickLine, readQuickLine } from "../../core/quickLine.ts";
import { formatLocale } from "../../i18n/locale.ts";

export type Whom = Pick<Customer, "id" | "name"> & { company?: string | null; owner_id?: string | null };

export interface Understanding {
  type: string;
  customer: Whom | null;
  /** Others of that name, when more than one fits as well. */
  candidates: Whom[];
  /** What was taken for a name. */
  name: string;
  title: string;
  day: string;
  time: string | null;
  isToday: boolean;
  isPast: boolean;
  /** What the line means is not settled yet. */
  isSearching: boolean;
}

const MOST_FOUND = 20;
const FALLBACK_TYPE = "follow_up";

export function useUnderstood(
  line: string,
  begun: Begun,
  chosen: { type?: string; customerId?: string },
): Understanding {
  const { data: types = [], isPending } = useQuery(typesQuery);
  const { data: settings } = useQuery(settingsQuery);
  const labelOf = useTypeLabel();
  const zone = settings?.zone ?? "UTC";
  const today = todayIn(zone);
  const quick = readQuickLine(line, types, today, formatLocale());
  const name = begun.customer === undefined ? (quick.words[0] ?? "") : "";
  const found = useQuery({ ...namedQuery(name), enabled: name !== "" });
  const { customer, candidates, subject } = whoIsMeant(quick, begun, found.data ?? [], chosen.customerId);
  const type = chosen.type ?? quick.type ?? FALLBACK_TYPE;
  const date = quick.date ?? { day: begun.day ?? today, time: null };
  return {
    type,
    customer,
    candidates,
    name,
    title: subject.length > 0 ? capital(subject.join(" ")) : labelOf(type),
    ...date,
    isToday: date.day === today,
    isPast: quick.isTold || isBefore(date, today, zone),
    isSearching: isPending || found.isFetching,
  };
}

function namedQuery(name: string) {
  return queryOptions({
    queryKey: [...keys.customers, "named", name.toLowerCase()],
    queryFn: async ({ signal }): Promise<Whom[]> =>
      (await onward.customers.listCustomers({ q: name, limit: MOST_FOUND }, { signal })).data,
    placeholderData: keepPreviousData,
  });
}

/** The longest name, or company's name, that the words say; what they say beyond it is the subject. */
function whoIsMeant(quick: QuickLine, begun: Begun, found: Whom[], chosenId: string | undefined) {
  if (begun.customer !== undefined) return { customer: begun.customer, candidates: [], subject: quick.words };
  const nameable = quick.words.slice(0, quick.nameable);
  const fitting = found.map((whom) => ({
    whom,
    length: Math.max(nameLength(nameable, whom.name), nameLength(nameable, whom.company ?? "")),
  }));
  const longest = Math.max(0, ...fitting.map(({ length }) => length));
  const best = longest === 0 ? [] : fitting.filter(({ length }) => length === longest).map(({ whom }) => whom);
  const customer = best.find(({ id }) => id === chosenId) ?? best[0] ?? null;
  return { customer, candidates: best.length > 1 ? best : [], subject: quick.words.slice(longest) };
}

function isBefore({ day, time }: { day: string; time: string | null }, today: string, zone: string): boolean {
  if (day !== today || time === null) return day < today;
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes < minuteOfDay(instantNow(), zone);
}

function capital(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
