// Changing an interaction where it stands. Ctrl+Enter saves, Esc asks only where something would be lost.

import type { Interaction } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect } from "react";
import { Form } from "react-aria-components";
import { peopleQuery, settingsQuery, typesQuery } from "../../api/tenant.ts";
import { useStore } from "../../core/store.ts";
import { useText } from "../../i18n/text.tsx";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import fields from "../../ui/Fields.module.css";
import { KeyNames } from "../../ui/Keys.tsx";
import { Select } from "../../ui/Select.tsx";
import { Clash } from "./Clash.tsx";
import style from "./Detail.module.css";
import { Effect } from "./Effect.tsx";
import { PRIORITIES } from "./search.ts";
import { useEdit } from "./useEdit.ts";
import { writing } from "./useLeaving.ts";
import { WhenField } from "./WhenField.tsx";
import { isOpen } from "./words.ts";

interface EditFormProps {
  interaction: Interaction;
  onDone: () => void;
}

const NOBODY = "nobody";

export function EditForm({ interaction, onDone }: EditFormProps) {
  const { data: settings } = useQuery(settingsQuery);
  if (settings === undefined) return null;
  return <Editing interaction={interaction} zone={settings.zone} onDone={onDone} />;
}

function Editing({ interaction, zone, onDone }: EditFormProps & { zone: string }) {
  const t = useText();
  const edit = useEdit(interaction, zone, onDone);
  const { draft, put, faults, isDirty } = edit;
  const { "": whole, ...byField } = faults;
  const isAsked = useStore(writing).isAsked;
  useEffect(() => {
    writing.set({ isDirty, isAsked: false });
    return () => writing.set({ isDirty: false, isAsked: false });
  }, [isDirty]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void edit.save();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (isDirty) writing.set({ isDirty: true, isAsked: true });
      else onDone();
    }
  };
  return (
    <fieldset className={style.editing} aria-label={t("interactions.edit")} onKeyDown={onKeyDown}>
      <Form
        className={fields.stack ?? ""}
        validationErrors={byField}
        onSubmit={(event) => {
          event.preventDefault();
          void edit.save();
        }}
      >
        {whole !== undefined && <Banner tone="failure">{whole}</Banner>}
        {edit.clash !== null && <Clash {...edit.clash} mine={draft} zone={zone} onChoose={put} />}
        {isOpen(interaction) ? (
          <OpenFields interaction={interaction} draft={draft} put={put} zone={zone} />
        ) : (
          <Field
            label={t("interactions.details")}
            name="outcome_details"
            value={draft.outcome_details ?? ""}
            onChange={(value) => put("outcome_details", value)}
            lines={4}
            autoFocus
          />
        )}
        <Field
          label={t("interactions.description")}
          name="description"
          value={draft.description ?? ""}
          onChange={(value) => put("description", value)}
          lines={4}
        />
        {isAsked && isDirty && <Banner tone="waiting">{t("interactions.leaveUnsaved")}</Banner>}
        <div className={style.acts}>
          <Button type="submit" look="strong" isPending={edit.isPending} isDisabled={!isDirty}>
            {t("interactions.save")}
            <KeyNames keys="mod+Enter" />
          </Button>
          <Button onPress={onDone}>{t(isDirty ? "interactions.discard" : "interactions.stopEditing")}</Button>
        </div>
      </Form>
    </fieldset>
  );
}

type OpenFieldsProps = { interaction: Interaction; zone: string } & Pick<ReturnType<typeof useEdit>, "draft" | "put">;

function OpenFields({ interaction, draft, put, zone }: OpenFieldsProps) {
  const t = useText();
  const { data: types = [] } = useQuery(typesQuery);
  const { data: people = [] } = useQuery(peopleQuery);
  const members = people.filter(({ id, is_active }) => is_active || id === draft.assignee_id);
  return (
    <>
      <Field
        label={t("interactions.subject")}
        name="title"
        value={draft.title ?? ""}
        onChange={(value) => put("title", value)}
        maxLength={300}
        isRequired
        autoFocus
      />
      <div className={fields.pair}>
        <Select
          label={t("interactions.type")}
          selectedKey={draft.type}
          onSelectionChange={(key) => put("type", String(key))}
          options={types.map(({ key, label }) => ({ id: key, label }))}
        />
        <Select
          label={t("interactions.priority")}
          selectedKey={draft.priority}
          onSelectionChange={(key) => put("priority", String(key))}
          options={PRIORITIES.map((id) => ({ id, label: t(`interactions.priority.${id}`) }))}
        />
        <Select
          label={t("interactions.assignee")}
          selectedKey={draft.assignee_id ?? NOBODY}
          onSelectionChange={(key) => put("assignee_id", key === NOBODY ? null : String(key))}
          options={[
            { id: NOBODY, label: t("interactions.nobody") },
            ...members.map(({ id, name }) => ({ id, label: name })),
          ]}
        />
      </div>
      <div className={fields.pair}>
        <WhenField
          label={t("interactions.planned")}
          value={draft.scheduled_at}
          onChange={(value) => put("scheduled_at", value)}
          zone={zone}
        />
        <WhenField
          label={t("interactions.due")}
          value={draft.due_at}
          onChange={(value) => put("due_at", value)}
          zone={zone}
        />
      </div>
      <Effect interaction={interaction} draft={draft} zone={zone} />
    </>
  );
}
