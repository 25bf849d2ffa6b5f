// The providers around everything.

import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { RouterProvider as AriaLinks, I18nProvider as AriaLocale } from "react-aria-components";
import { createQueryClient } from "../api/queries.ts";
import { sessionQuery } from "../api/session.ts";
import { basePath } from "../core/place.ts";
import { useStore } from "../core/store.ts";
import { chosenLocale, formatLocale } from "../i18n/locale.ts";
import { LiveRegion } from "../ui/LiveRegion.tsx";
import { Toasts } from "../ui/Toasts.tsx";
import { createAppRouter } from "./router.tsx";

const queryClient = createQueryClient(() => {
  if (queryClient.getQueryData(sessionQuery.queryKey) == null) return;
  queryClient.setQueryData(sessionQuery.queryKey, null);
  void router.invalidate();
});
const router = createAppRouter(queryClient);

export function App() {
  useStore(chosenLocale);
  return (
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <AriaLocale locale={formatLocale()}>
          <AriaLinks navigate={(to) => void router.navigate({ href: to })} useHref={(href) => basePath + href}>
            <QueryClientProvider client={queryClient}>
              <RouterProvider router={router} />
              <Toasts />
              <LiveRegion />
            </QueryClientProvider>
          </AriaLinks>
        </AriaLocale>
      </I18nProvider>
    </StrictMode>
  );
}
