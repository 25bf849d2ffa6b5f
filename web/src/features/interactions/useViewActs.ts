// Keeping views: under a new name, in the place of what was kept, for oneself or the team, and no longer.

import type { UpdateView, View } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useAct } from "../../api/acting.ts";
import { onward } from "../../api/client.ts";
import { explain, isCode } from "../../api/problems.ts";
import { keys } from "../../api/queries.ts";
import { showToast } from "../../core/toasts.ts";
import { offerUndo } from "../../core/undo.ts";
import { text } from "../../i18n/text.tsx";
import type { ListSearch } from "./search.ts";
import { linkTo, type Shown, searchFor, toView } from "./state.ts";
import type { KnownView } from "./useViews.ts";

export type ViewScope = View["scope"];

export function useViewActs(current: KnownView, shown: Shown) {
  const client = useQueryClient();
  const router = useRouter();
  const { isPending, act } = useAct(keys.views, refusal);
  const go = (search: ListSearch) => router.navigate({ to: "/interactions", search });
  /** Away from a view that is no more, unless one is elsewhere by now. */
  const leave = (id: string, search: ListSearch) =>
    (router.state.location.search as ListSearch).view === id ? go(search) : undefined;
  const reread = () => client.invalidateQueries({ queryKey: keys.views });

  const put = async (body: UpdateView, before: UpdateView, done: string): Promise<boolean> => {
    const view = current.saved;
    if (view === undefined) return false;
    let { version } = view;
    const write = async (change: UpdateView) => {
      ({ version } = await onward.views.updateView(view.id, change, { ifMatch: version }));
    };
    return act({ run: () => write(body), done, undo: () => write(before) });
  };
  const saveAs = async (name: string, scope: ViewScope) => {
    const made = await onward.views.createView({ name, scope, screen: "interactions", query: toView(shown) });
    const { id, version } = made;
    const undo = async () => {
      await onward.views.deleteView(id, { ifMatch: version });
      await leave(id, searchFor(current.id, shown, current.shown));
    };
    await reread();
    await go({ view: id });
    offerUndo({ words: text("interactions.viewSaved", { name }), undo: () => act({ run: undo }) }, text("ui.undo"));
  };
  const rename = async (name: string) => {
    const view = current.saved;
    if (view === undefined || name === view.name) return;
    await put({ name }, { name: view.name }, text("interactions.viewRenamed", { name }));
  };
  const keep = async () => {
    const view = current.saved;
    if (view === undefined) return;
    const done = text("interactions.viewKept", { name: view.name });
    // What is shown is the view itself again, so its address is short.
    if (await put({ query: toView(shown) }, { query: view.query }, done)) await go({ view: view.id });
  };
  const share = (scope: ViewScope) =>
    put(
      { scope },
      { scope: scope === "team" ? "personal" : "team" },
      text(scope === "team" ? "interactions.viewShared" : "interactions.viewUnshared", { name: current.label }),
    );
  const remove = async () => {
    const view = current.saved;
    if (view === undefined) return;
    const { id, version, name, screen, scope, query } = view;
    const isDone = await act({
      run: () => onward.views.deleteView(id, { ifMatch: version }),
      done: text("interactions.viewDeleted", { name }),
      undo: () => onward.views.createView({ name, screen, scope, query }),
    });
    if (isDone) await leave(id, {});
  };
  const copyLink = async () => {
    const search = linkTo(current.id, shown, current.shown, current.saved?.scope === "team");
    const { href } = router.buildLocation({ to: "/interactions", search });
    try {
      await navigator.clipboard.writeText(location.origin + router.history.createHref(href));
      showToast(text("interactions.viewCopied"));
    } catch {
      // Without TLS browsers give pages no clipboard.
      showToast(text("interactions.viewCopyByHand"));
    }
  };
  return {
    isPending,
    saveAs,
    rename,
    keep,
    share,
    remove,
    copyLink,
    reset: () => void go({ view: current.id }),
  };
}

function refusal(error: unknown): string {
  if (isCode(error, "stale")) return text("interactions.viewStale");
  if (isCode(error, "not-found")) return text("interactions.viewGone");
  return explain(error);
}
