// A page that only a link opens, called without its token or with one that has ended.

import { Link } from "@tanstack/react-router";
import { useText } from "../../i18n/text.tsx";
import { Frame } from "./Frame.tsx";

interface LinkMissingProps {
  words: string;
  hasEnded?: boolean;
}

export function LinkMissing({ words, hasEnded = false }: LinkMissingProps) {
  const t = useText();
  const title = t(hasEnded ? "entry.linkEnded" : "entry.linkMissing");
  return <Frame title={title} lead={words} foot={<Link to="/sign-in">{t("entry.toSignIn")}</Link>} />;
}
