// All keys, and the switch that turns single letters off.

import { Switch } from "react-aria-components";
import { COMMANDS, type Command, type CommandId } from "../../core/commands.ts";
import { keyChoices, keysOf } from "../../core/keys.ts";
import { useStore } from "../../core/store.ts";
import { useText } from "../../i18n/text.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { KeyNames } from "../../ui/Keys.tsx";
import style from "./KeyMap.module.css";

const GROUPS = ["everywhere", "go", "row", "outline"] as const satisfies Command["group"][];

export default function KeyMap({ onClose }: { onClose: () => void }) {
  const t = useText();
  const choices = useStore(keyChoices);
  const ids = Object.keys(COMMANDS) as CommandId[];
  return (
    <Dialog title={t("commands.keyMap")} isOpen onClose={onClose} size="wide">
      <Switch
        isSelected={!choices.isOff}
        onChange={(isOn) => keyChoices.set({ ...choices, isOff: !isOn })}
        className={style.switch ?? ""}
      >
        <span className={style.track} aria-hidden />
        {t("shell.singleKeys")}
      </Switch>
      <div className={style.groups}>
        {GROUPS.map((group) => (
          <section key={group}>
            <h3 className={style.title}>{t(`commands.group.${group}`)}</h3>
            <dl className={style.list}>
              {ids
                .filter((id) => COMMANDS[id].group === group)
                .map((id) => (
                  <Line key={id} id={id} />
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function Line({ id }: { id: CommandId }) {
  const t = useText();
  const keys = keysOf(id, useStore(keyChoices));
  return (
    <div className={style.line}>
      <dt>{t(COMMANDS[id].label)}</dt>
      <dd>
        <span className="visually-hidden">{keys.join(", ") || t("shell.keyOff")}</span>
        {keys.length === 0 ? <span aria-hidden>–</span> : keys.map((each) => <KeyNames key={each} keys={each} />)}
      </dd>
    </div>
  );
}
