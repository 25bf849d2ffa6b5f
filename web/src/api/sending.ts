// What forms share: sending once, and the server's faults beside the fields that they are about.

import { type FormEvent, useMemo, useState } from "react";
import { fieldErrors } from "./problems.ts";

interface Sending {
  isPending: boolean;
  /** By field; under "" what belongs to none. */
  faults: Record<string, string>;
  form: {
    onSubmit: (event: FormEvent<HTMLFormElement>) => void;
    /** A fault goes with the first letter that may mend it: gone only when its field is left, it would move the button
     * away from under the pointer. */
    onInput: (event: FormEvent<HTMLFormElement>) => void;
  };
}

/** `names` are the fields that the form shows; a fault of any other stands above it. */
export function useSending(names: readonly string[], send: (fields: Record<string, string>) => Promise<void>): Sending {
  const [isPending, setPending] = useState(false);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const submit = async (form: HTMLFormElement) => {
    setPending(true);
    setFaults({});
    try {
      await send(textsOf(form));
    } catch (error) {
      setFaults(fieldErrors(error, names));
    } finally {
      setPending(false);
    }
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isPending) void submit(event.currentTarget);
  };
  const onInput = ({ target }: FormEvent) => {
    if (target instanceof HTMLInputElement && target.name in faults) setFaults(without(target.name, faults));
  };
  return { isPending, faults, form: { onSubmit, onInput } };
}

/**
 * What belongs to the whole form, and what to its fields. The latter stay the same object as long as the faults do: a
 * field forgets its fault when it is changed, and a new object would bring it back.
 */
export function useFaults(faults: Record<string, string>): {
  whole: string | undefined;
  byField: Record<string, string>;
} {
  return useMemo(() => {
    const { "": whole, ...byField } = faults;
    return { whole, byField };
  }, [faults]);
}

function textsOf(form: HTMLFormElement): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) if (typeof value === "string") fields[name] = value;
  return fields;
}

function without(name: string, { [name]: _, ...rest }: Record<string, string>): Record<string, string> {
  return rest;
}
