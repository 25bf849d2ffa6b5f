// Words on the page: `useText` for plain ones, `<Text>` where links or marks stand inside.

import { i18n } from "@lingui/core";
import { Trans, useLingui } from "@lingui/react";
import type { ReactElement } from "react";
import type { MessageId } from "./ids.ts";

type Values = Record<string, string | number>;

/** The words of a message, with its values put in. */
export function useText(): (id: MessageId, values?: Values) => string {
  const { i18n: speaking } = useLingui();
  return (id, values) => speaking._(id, values);
}

/** The same outside of components. */
export function text(id: MessageId, values?: Values): string {
  return i18n._(id, values);
}

interface TextProps {
  id: MessageId;
  values?: Values;
  /** What `<name>…</name>` in the message stands for. */
  components?: Record<string, ReactElement>;
}

export function Text(props: TextProps) {
  return <Trans {...props} />;
}
