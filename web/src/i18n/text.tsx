// Words on the page: `useText` for plain ones, `<Text>` where links or marks stand inside.

import { i18n } from "@lingui/core";
import { Trans, useLingui } from "@lingui/react";
import type { ReactElement } from "react";
import type { MessageId } from "./ids.ts";

type Values = Record<string, string | number>;

/** What turns the direction of writing in a name would turn the sentence around it too. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

function straight(values: Values | undefined): Values | undefined {
  const one = (value: string | number) => (typeof value === "string" ? value.replace(TURNING, "") : value);
  return values && Object.fromEntries(Object.entries(values).map(([name, value]) => [name, one(value)]));
}

/** The words of a message, with its values put in. */
export function useText(): (id: MessageId, values?: Values) => string {
  const { i18n: speaking } = useLingui();
  return (id, values) => speaking._(id, straight(values));
}

/** The same outside of components. */
export function text(id: MessageId, values?: Values): string {
  return i18n._(id, straight(values));
}

interface TextProps {
  id: MessageId;
  values?: Values;
  /** What `<name>…</name>` in the message stands for. */
  components?: Record<string, ReactElement>;
}

export function Text(props: TextProps) {
  return <Trans {...props} values={straight(props.values)} />;
}
