// One interaction: whose it is and when, what happens next, its fields, notes, and how it came to be.

import type { Interaction } from "@onward/client";
import { useEffect, useRef, useState } from "react";
import { useMay } from "../../api/session.ts";
import { useOpenCustomer } from "../../ui/useItemPanels.ts";
import style from "./Detail.module.css";
import { DetailKeys, pressed } from "./detailKeys.ts";
import { EditForm } from "./EditForm.tsx";
import { Fields } from "./Fields.tsx";
import { Head } from "./Head.tsx";
import { History } from "./History.tsx";
import { Notes } from "./Notes.tsx";
import { OneActs } from "./OneActs.tsx";
import { type Unfolded, UnfoldedAct } from "./UnfoldedAct.tsx";
import { WhatNext } from "./WhatNext.tsx";
import { isOpen } from "./words.ts";

export function Detail({ interaction }: { interaction: Interaction }) {
  const mayWrite = useMay("interactions:write");
  const [shown, setShown] = useState<Unfolded | "edit" | null>(null);
  const [offered] = useState(() => new Set<() => object>());
  const openCustomer = useOpenCustomer();
  const close = () => setShown(null);
  const article = useRef<HTMLElement>(null);
  useEffect(() => takeFocusOf(article.current), []);
  return (
    <DetailKeys value={offered}>
      <article ref={article} tabIndex={-1} className={style.detail} onKeyDown={(event) => pressed(offered, event)}>
        <Head interaction={interaction} onOpenCustomer={() => openCustomer(interaction.customer_id)} />
        {mayWrite && shown !== "edit" && <OneActs interaction={interaction} onShow={setShown} />}
        {shown !== null && shown !== "edit" && <UnfoldedAct act={shown} interaction={interaction} onClose={close} />}
        {shown === "edit" ? (
          <EditForm interaction={interaction} onDone={close} />
        ) : (
          <>
            {mayWrite && isOpen(interaction) && (
              <WhatNext interaction={interaction} onCancel={() => setShown("cancel")} />
            )}
            <Fields interaction={interaction} />
          </>
        )}
        <Notes customerId={interaction.customer_id} />
        <History interaction={interaction} />
      </article>
    </DetailKeys>
  );
}

/** A sheet has the focus itself, and keys pressed there do not come by. */
function takeFocusOf(article: HTMLElement | null): void {
  const sheet = article?.closest("[role=dialog]") ?? null;
  const held = document.activeElement;
  if (sheet !== null && (held === sheet || !sheet.contains(held))) article?.focus({ preventScroll: true });
}
