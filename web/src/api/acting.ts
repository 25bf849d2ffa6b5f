// One act: it runs once at a time, says what came of it, and what a refusal means.

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { showToast } from "../core/toasts.ts";
import { offerUndo } from "../core/undo.ts";
import { text } from "../i18n/text.tsx";
import { explain } from "./problems.ts";

interface Act {
  run: () => Promise<unknown>;
  /** What to say when it is done. */
  done?: string;
  undo?: () => Promise<unknown>;
}

/** `touches` is the noun whose cached answers are old afterwards; `words` tell what a refusal means. */
export function useAct(
  touches: readonly unknown[],
  words: (error: unknown) => string = explain,
): { isPending: boolean; act: (what: Act) => Promise<boolean> } {
  const client = useQueryClient();
  const [isPending, setPending] = useState(false);
  const attempt = async (run: () => Promise<unknown>) => {
    try {
      await run();
      return true;
    } catch (error) {
      showToast(words(error), { tone: "failure" });
      return false;
    } finally {
      await client.invalidateQueries({ queryKey: touches });
    }
  };
  const act = async ({ run, done, undo }: Act) => {
    setPending(true);
    const isDone = await attempt(run);
    setPending(false);
    if (isDone && done !== undefined) {
      if (undo === undefined) showToast(done);
      else offerUndo({ words: done, undo: () => attempt(undo) }, text("ui.undo"));
    }
    return isDone;
  };
  return { isPending, act };
}
