// The button that opens what can be done with a whole template. The menu comes after the first paint; until then the
// button stands there alone, so that nothing moves, and a press on it is not lost.

import { Ellipsis } from "lucide-react";
import { Suspense, useState } from "react";
import { lazy } from "../../core/lazy.ts";
import { useText } from "../../i18n/text.tsx";
import { IconButton } from "../../ui/Button.tsx";
import type { TemplateMenuProps } from "./TemplateMenuParts.tsx";

const Parts = lazy(() => import("./TemplateMenuParts.tsx"));

export function TemplateMenu(props: TemplateMenuProps) {
  const t = useText();
  const [isAsked, setAsked] = useState(false);
  const opener = (
    <IconButton label={t("templates.actsOn", { name: props.template.name })} onPress={() => setAsked(true)}>
      <Ellipsis size={18} aria-hidden />
    </IconButton>
  );
  return (
    <Suspense fallback={opener}>
      <Parts {...props} isAsked={isAsked} />
    </Suspense>
  );
}
