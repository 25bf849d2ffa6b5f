// What can be done with one interaction: a button for every key.

import type { Interaction } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { takeBack } from "../../api/acts.ts";
import { onward } from "../../api/client.ts";
import type { CommandId } from "../../core/commands.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { Keys } from "../../ui/Keys.tsx";
import style from "./Detail.module.css";
import { useDetailKeys } from "./detailKeys.ts";
import type { Unfolded } from "./UnfoldedAct.tsx";
import { isOpen, itemOf } from "./words.ts";

interface OneActsProps {
  interaction: Interaction;
  onShow: (act: Unfolded | "edit") => void;
}

const UNFOLDED: Unfolded[] = ["reschedule", "assign", "note", "cancel"];

export function OneActs({ interaction, onShow }: OneActsProps) {
  const t = useText();
  const client = useQueryClient();
  const open = isOpen(interaction);
  const offered = open ? UNFOLDED : (["note"] satisfies Unfolded[]);
  const commands: Partial<Record<CommandId, () => void>> = Object.fromEntries(
    offered.map((act) => [act, () => onShow(act)]),
  );
  useDetailKeys(commands);
  const undo = () => takeBack(client, itemOf(interaction), () => onward.interactions.undoInteraction(interaction.id));
  return (
    <div className={style.acts}>
      <Button onPress={() => onShow("edit")}>{t("interactions.edit")}</Button>
      {offered.map((act) => (
        <Button key={act} look="quiet" onPress={() => onShow(act)}>
          {t(`items.${act}`)}
          <Keys of={act} />
        </Button>
      ))}
      {!open && interaction.origin !== "logged" && (
        <Button look="quiet" onPress={() => void undo()}>
          {t("interactions.reopen")}
        </Button>
      )}
    </div>
  );
}
