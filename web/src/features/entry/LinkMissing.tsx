// A page that only a link opens, called without its token or with one that has ended.

import { Link } from "@tanstack/react-router";
import { useText } from "../../i18n/text.tsx";
import { Frame } from "./Frame.tsx";

export function LinkMissing({ words }: { words: string }) {
  const t = useText();
  return <Frame title={t("entry.linkMissing")} lead={words} foot={<Link to="/sign-in">{t("entry.toSignIn")}</Link>} />;
}
