// A form with one button, and above it what the server had against it.

import type { ReactNode } from "react";
import { Form } from "react-aria-components";
import { useFaults, useSending } from "../api/sending.ts";
import { Banner } from "./Banner.tsx";
import { Button } from "./Button.tsx";
import fields from "./Fields.module.css";

interface ServerFormProps {
  /** The fields that it shows; a fault of any other stands above it. */
  names: readonly string[];
  send: (fields: Record<string, string>) => Promise<void>;
  submit: string;
  /** `danger` for what cannot be taken back. */
  look?: "strong" | "danger";
  children: ReactNode;
}

export function ServerForm({ names, send, submit, look = "strong", children }: ServerFormProps) {
  const { isPending, faults, form } = useSending(names, send);
  const { whole, byField } = useFaults(faults);
  return (
    <Form className={fields.stack ?? ""} {...form} validationErrors={byField}>
      {whole !== undefined && <Banner tone="failure">{whole}</Banner>}
      {children}
      <Button type="submit" look={look} isPending={isPending} isWide>
        {submit}
      </Button>
    </Form>
  );
}
