// Ways to reach somebody, as they are called.

import type { MessageId } from "../../i18n/ids.ts";
import { useText } from "../../i18n/text.tsx";

export const CHANNELS = ["phone", "email", "sms", "in_person"] as const;

const NAMES: Record<string, MessageId> = {
  phone: "customers.channel.phone",
  email: "customers.channel.email",
  sms: "customers.channel.sms",
  in_person: "customers.channel.inPerson",
};

export function useChannel(): (key: string) => string {
  const t = useText();
  return (key) => {
    const name = NAMES[key];
    return name === undefined ? t("customers.channel.none") : t(name);
  };
}
