// What an act on many needs to know: an outcome, dates, people, or a reason.

import type { CancelInteraction } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { outcomesQuery, useOutcomeLabel } from "../../api/tenant.ts";
import { useText } from "../../i18n/text.tsx";
import { Field } from "../../ui/Field.tsx";
import fields from "../../ui/Fields.module.css";
import { Select } from "../../ui/Select.tsx";
import { BulkDates } from "./BulkDates.tsx";
import { BulkPeople } from "./BulkPeople.tsx";
import type { BulkAct, BulkKind } from "./bulk.ts";
import { Radios } from "./Radios.tsx";

export interface FormProps {
  /** Null while something is missing. */
  onChange: (act: BulkAct | null) => void;
  onSubmit: () => void;
}

export function BulkForm({ kind, onChange, onSubmit }: FormProps & { kind: BulkKind }) {
  const parts = { onChange, onSubmit };
  return (
    <form
      className={fields.stack}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {kind === "complete" && <Outcome {...parts} />}
      {kind === "reschedule" && <BulkDates {...parts} />}
      {kind === "assign" && <BulkPeople {...parts} />}
      {kind === "skip" && <Reason {...parts} />}
      {kind === "cancel" && <Cancel {...parts} />}
      <button type="submit" hidden />
    </form>
  );
}

function Outcome({ onChange }: FormProps) {
  const t = useText();
  const label = useOutcomeLabel();
  const { data: outcomes = [] } = useQuery(outcomesQuery);
  const [outcome, setOutcome] = useState<string | null>(null);
  const [details, setDetails] = useState("");
  useEffect(() => {
    onChange(
      outcome === null ? null : { kind: "complete", outcome, ...(details !== "" && { outcome_details: details }) },
    );
  }, [outcome, details, onChange]);
  return (
    <>
      <Radios
        label={t("interactions.outcome")}
        options={outcomes.map(({ key }) => ({ id: key, label: label(key) }))}
        value={outcome}
        onChange={setOutcome}
        withDigits
      />
      <Field label={t("interactions.details")} value={details} onChange={setDetails} maxLength={10_000} />
    </>
  );
}

function Reason({ onChange }: FormProps) {
  const t = useText();
  const [reason, setReason] = useState("");
  useEffect(() => onChange({ kind: "skip", ...(reason !== "" && { reason }) }), [reason, onChange]);
  return (
    <Field label={t("interactions.reasonOptional")} value={reason} onChange={setReason} maxLength={300} autoFocus />
  );
}

const THEN = ["keep_moving", "advance", "exit"] as const;

function Cancel({ onChange }: FormProps) {
  const t = useText();
  const [reason, setReason] = useState("");
  const [then, setThen] = useState<NonNullable<CancelInteraction["then"]>>("keep_moving");
  useEffect(() => {
    onChange(reason.trim() === "" ? null : { kind: "cancel", reason, then });
  }, [reason, then, onChange]);
  return (
    <>
      <Field label={t("items.cancelReason")} value={reason} onChange={setReason} maxLength={300} autoFocus isRequired />
      <Select
        label={t("items.cancelThen")}
        selectedKey={then}
        onSelectionChange={(key) => setThen(THEN.find((each) => each === key) ?? "keep_moving")}
        options={THEN.map((id) => ({ id, label: t(`items.then.${id}`) }))}
      />
    </>
  );
}
