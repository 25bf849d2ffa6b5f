// A section of settings as one form: its fields, the bar that saves them, and a question before they are left unsaved.

import { useBlocker } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useRef } from "react";
import { Form } from "react-aria-components";
import { useFaults } from "../../api/sending.ts";
import { useCommands } from "../../core/keys.ts";
import { useText } from "../../i18n/text.tsx";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Keys } from "../../ui/Keys.tsx";
import type { SettingsDraft } from "./draft.ts";
import style from "./SettingsForm.module.css";

export function SettingsForm({ of, children }: { of: SettingsDraft<object>; children: ReactNode }) {
  const form = useRef<HTMLFormElement>(null);
  useCommands({ save: () => of.isDirty && form.current?.requestSubmit() });
  const { whole, byField } = useFaults(of.faults);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (of.isDirty && !of.isPending) void of.save();
  };
  return (
    <Form ref={form} className={style.form ?? ""} onSubmit={onSubmit} validationErrors={byField}>
      {children}
      {of.isStale && <Stale of={of} />}
      {whole !== undefined && <Banner tone="failure">{whole}</Banner>}
      <SaveBar of={of} />
      <LeaveUnsaved isDirty={of.isDirty} />
    </Form>
  );
}

function SaveBar({ of }: { of: SettingsDraft<object> }) {
  const t = useText();
  return (
    <section aria-label={t("settings.unsaved")} hidden={!of.isDirty} className={style.bar}>
      <p role="status" className={style.words}>
        {of.isDirty && t("settings.unsaved")}
      </p>
      <Button onPress={of.discard}>{t("settings.discard")}</Button>
      <Button type="submit" look="strong" isPending={of.isPending}>
        {t("settings.save")} <Keys of="save" />
      </Button>
    </section>
  );
}

function Stale({ of }: { of: SettingsDraft<object> }) {
  const t = useText();
  return (
    <Banner
      tone="failure"
      actions={
        <span className={style.actions}>
          <Button onPress={of.discard}>{t("settings.showTheirs")}</Button>
          <Button onPress={() => void of.save({ over: true })}>{t("settings.saveMine")}</Button>
        </span>
      }
    >
      {t("settings.stale")}
    </Banner>
  );
}

function LeaveUnsaved({ isDirty }: { isDirty: boolean }) {
  const t = useText();
  const blocker = useBlocker({ shouldBlockFn: () => isDirty, enableBeforeUnload: isDirty, withResolver: true });
  if (blocker.status !== "blocked") return null;
  return (
    <Dialog
      title={t("settings.leave")}
      isOpen
      onClose={blocker.reset}
      actions={
        <>
          <Button onPress={blocker.proceed}>{t("ui.leave")}</Button>
          <Button look="strong" autoFocus onPress={blocker.reset}>
            {t("settings.stay")}
          </Button>
        </>
      }
    >
      <p>{t("settings.leaveLead")}</p>
    </Dialog>
  );
}
