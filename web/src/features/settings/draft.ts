// Settings being changed: kept apart from what is saved until somebody saves, and never over another's change unseen.

import type { Settings, UpdateSettings } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onward } from "../../api/client.ts";
import { explain, fieldErrors, isCode } from "../../api/problems.ts";
import { keys } from "../../api/queries.ts";
import { settingsQuery } from "../../api/tenant.ts";
import { showToast } from "../../core/toasts.ts";
import { offerUndo } from "../../core/undo.ts";
import { text } from "../../i18n/text.tsx";

export interface SettingsDraft<T> {
  draft: T;
  change: (part: Partial<T>) => void;
  isDirty: boolean;
  isPending: boolean;
  /** Somebody else has saved since this was read. */
  isStale: boolean;
  faults: Record<string, string>;
  save: (how?: { over?: boolean }) => Promise<void>;
  discard: () => void;
}

/** `pick` takes the part that is edited here out of all settings; `names` are the fields that show their own faults. */
export function useSettingsDraft<T extends UpdateSettings>(
  settings: Settings,
  pick: (settings: Settings) => T,
  names: readonly string[],
): SettingsDraft<T> {
  const client = useQueryClient();
  const [base, setBase] = useState(settings);
  const [draft, setDraft] = useState(() => pick(settings));
  const [isPending, setPending] = useState(false);
  const [isStale, setStale] = useState(false);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const isDirty = !isSame(draft, pick(base));

  const adopt = (latest: Settings) => {
    setBase(latest);
    setDraft(pick(latest));
    setStale(false);
    setFaults({});
  };
  // What is not being changed follows what others save.
  if (!isDirty && settings.version > base.version) adopt(settings);

  const write = async (body: UpdateSettings, ifMatch?: number) => {
    const saved = await onward.settings.updateSettings(body, ifMatch === undefined ? {} : { ifMatch });
    client.setQueryData(settingsQuery.queryKey, saved);
    void client.invalidateQueries({ predicate: ({ queryKey }) => WAITS_ON_SETTINGS.has(queryKey[0]) });
    return saved;
  };
  const save: SettingsDraft<T>["save"] = async ({ over = false } = {}) => {
    const before = pick(base);
    setPending(true);
    setFaults({});
    try {
      adopt(await write(draft, over ? undefined : base.version));
      offerUndo({ words: text("settings.saved"), undo: () => takeBack(() => write(before)) }, text("ui.undo"));
    } catch (error) {
      if (isCode(error, "stale")) {
        setStale(true);
        await client.invalidateQueries({ queryKey: settingsQuery.queryKey });
      } else setFaults(fieldErrors(error, names));
    } finally {
      setPending(false);
    }
  };
  return {
    draft,
    change: (part) => setDraft((current) => ({ ...current, ...part })),
    isDirty,
    isPending,
    isStale,
    faults,
    save,
    discard: () => adopt(settings),
  };
}

/** Whose dates and sections go by the settings. */
const WAITS_ON_SETTINGS = new Set<unknown>([keys.queue[0], keys.interactions[0]]);

async function takeBack(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    showToast(explain(error), { tone: "failure" });
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
