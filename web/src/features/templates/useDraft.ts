// The draft of one template: what stands on the page, kept on the server a moment after each edit.

import type { Template } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { onward } from "../../api/client.ts";
import { isCode } from "../../api/problems.ts";
import { keys } from "../../api/queries.ts";
import { definitionOf, type Outline, outlineOf } from "./outline.ts";

export type Saving =
  | { state: "still" | "waiting" | "saving" | "faulty" }
  | { state: "failed"; error: unknown }
  /** Somebody else has changed the template; theirs is `theirs`. */
  | { state: "conflict"; theirs: Template };

export interface Draft {
  outline: Outline;
  edit: (change: (outline: Outline) => Outline) => void;
  saving: Saving;
  /** Send what is not sent yet; the template as the server has it then, null where it could not be kept. */
  flush: () => Promise<Template | null>;
  /** Show a template as the server has it, and go on from there. */
  adopt: (template: Template) => void;
  /** In a conflict: write over theirs. */
  insist: (theirs: Template) => void;
}

const PATIENCE_MS = 800;

export function useDraft(template: Template): Draft {
  const client = useQueryClient();
  const [outline, setOutline] = useState(() => outlineOf(template.draft ?? template));
  const [saving, setSaving] = useState<Saving>({ state: "still" });
  const current = useRef(outline);
  const kept = useRef({ template, text: written(outline) });
  const running = useRef<Promise<Template | null> | null>(null);

  const save = useCallback(async (): Promise<Template | null> => {
    const text = written(current.current);
    if (text === kept.current.text) return kept.current.template;
    setSaving({ state: "saving" });
    const { id, revision } = kept.current.template;
    try {
      const answer = await onward.templates.saveTemplateDraft(id, JSON.parse(text), { ifMatch: revision });
      kept.current = { template: answer, text };
      client.setQueryData(keys.template(id), answer);
    } catch (error) {
      setSaving(await failure(error, id));
      return null;
    }
    if (written(current.current) !== text) return save();
    setSaving({ state: "still" });
    return kept.current.template;
  }, [client]);

  const flush = useCallback(async (): Promise<Template | null> => {
    // One at a time, for each names the revision that the one before made.
    const before = running.current;
    const mine = (async () => {
      await before;
      return save();
    })();
    running.current = mine;
    return mine;
  }, [save]);

  useEffect(() => {
    if (written(outline) === kept.current.text) {
      setSaving((was) => (was.state === "conflict" ? was : { state: "still" }));
      return;
    }
    setSaving((was) => (was.state === "conflict" ? was : { state: "waiting" }));
    const timer = setTimeout(() => void flush(), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [outline, flush]);

  const show = useCallback((next: Outline) => {
    current.current = next;
    setOutline(next);
  }, []);
  const adopt = useCallback(
    (found: Template) => {
      const next = outlineOf(found.draft ?? found);
      const text = written(next);
      kept.current = { template: found, text };
      setSaving({ state: "still" });
      // What says the same keeps its keys, and with them what is in hand.
      if (text !== written(current.current)) show(next);
    },
    [show],
  );
  useEffect(() => {
    // Changed elsewhere while nothing stands here that is not kept.
    const isNewer = template.revision > kept.current.template.revision;
    if (isNewer && written(current.current) === kept.current.text) adopt(template);
  }, [template, adopt]);
  return {
    outline,
    saving,
    flush,
    adopt,
    edit: (change) => show(change(current.current)),
    insist: (theirs) => {
      kept.current = { ...kept.current, template: theirs };
      void flush();
    },
  };
}

async function failure(error: unknown, id: string): Promise<Saving> {
  if (isCode(error, "invalid")) return { state: "faulty" };
  if (!isCode(error, "stale", "conflict")) return { state: "failed", error };
  try {
    return { state: "conflict", theirs: await onward.templates.getTemplate(id) };
  } catch (later) {
    return { state: "failed", error: later };
  }
}

function written(outline: Outline): string {
  return JSON.stringify(definitionOf(outline));
}
