// Saving an edit: only what changed, on the version that was seen; where somebody was faster, both are kept until one
// is chosen.

import type { Interaction } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { rereadItems } from "../../api/acts.ts";
import { onward } from "../../api/client.ts";
import { fieldErrors, isCode } from "../../api/problems.ts";
import { showToast } from "../../core/toasts.ts";
import { offerUndo } from "../../core/undo.ts";
import { text } from "../../i18n/text.tsx";
import { bodyOf, changedFields, clashes, type Draft, draftOf, FIELDS, type Field } from "./editing.ts";
import { interactionQuery } from "./queries.ts";

interface Clash {
  fields: Field[];
  theirs: Draft;
}

interface Edit {
  draft: Draft;
  put: (field: Field, value: string | null) => void;
  isDirty: boolean;
  isPending: boolean;
  faults: Record<string, string>;
  clash: Clash | null;
  save: () => Promise<void>;
}

export function useEdit(interaction: Interaction, zone: string, onSaved: () => void): Edit {
  const client = useQueryClient();
  const [seen, setSeen] = useState(interaction);
  const [draft, setDraft] = useState(() => draftOf(interaction, zone));
  const [clash, setClash] = useState<Clash | null>(null);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [isPending, setPending] = useState(false);
  const before = draftOf(seen, zone);
  const changed = changedFields(before, draft);

  const send = async (base: Interaction) => {
    const body = bodyOf(draft, changedFields(draftOf(base, zone), draft));
    const saved = await onward.interactions.updateInteraction(base.id, body, { ifMatch: base.version });
    const old = bodyOf(draftOf(base, zone), Object.keys(body) as Field[]);
    offerUndo(
      {
        words: text("interactions.saved", { title: saved.title }),
        undo: () =>
          onward.interactions
            .updateInteraction(base.id, old, { ifMatch: saved.version })
            .finally(() => rereadItems(client)),
      },
      text("ui.undo"),
    );
  };
  /** Somebody was faster: what they changed and I did not is taken over; what both did is asked about. */
  const meet = async () => {
    const theirs = await client.fetchQuery({ ...interactionQuery(seen.id), staleTime: 0 });
    const there = draftOf(theirs, zone);
    const both = clashes(before, draft, there);
    const mine = new Set(changed);
    setSeen(theirs);
    setDraft(
      Object.fromEntries(FIELDS.map((field) => [field, mine.has(field) ? draft[field] : there[field]])) as Draft,
    );
    if (both.length > 0) setClash({ fields: both, theirs: there });
    else showToast(text("interactions.changedMeanwhile"));
  };
  const save = async () => {
    if (isPending || changed.length === 0) return;
    setPending(true);
    setFaults({});
    try {
      await send(seen);
      onSaved();
    } catch (error) {
      if (isCode(error, "stale")) await meet();
      else setFaults(fieldErrors(error, FIELDS));
    } finally {
      setPending(false);
      await rereadItems(client);
    }
  };
  return {
    draft,
    put: (field, value) => setDraft((now) => ({ ...now, [field]: value })),
    isDirty: changed.length > 0,
    isPending,
    faults,
    clash,
    save,
  };
}
