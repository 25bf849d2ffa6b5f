// A form with one button, and above it what the server had against it.

import type { ReactNode } from "react";
import { Form } from "react-aria-components";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import style from "./Frame.module.css";
import { useSending } from "./form.ts";

interface EntryFormProps {
  names: readonly string[];
  send: (fields: Record<string, string>) => Promise<void>;
  submit: string;
  children: ReactNode;
}

export function EntryForm({ names, send, submit, children }: EntryFormProps) {
  const { isPending, faults, onSubmit } = useSending(names, send);
  const { "": whole, ...byField } = faults;
  return (
    <Form className={style.form ?? ""} onSubmit={onSubmit} validationErrors={byField}>
      {whole !== undefined && <Banner tone="failure">{whole}</Banner>}
      {children}
      <Button type="submit" look="strong" isPending={isPending} isWide>
        {submit}
      </Button>
    </Form>
  );
}
