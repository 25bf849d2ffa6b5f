// Which customers the list shows. The address holds all of it.

import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Suspense } from "react";
import { ToggleButton } from "react-aria-components";
import { focusPage } from "../../core/focus.ts";
import { lazy } from "../../core/lazy.ts";
import { useTypedWords } from "../../core/typedWords.ts";
import { useText } from "../../i18n/text.tsx";
import { Field } from "../../ui/Field.tsx";
import style from "./CustomersPage.module.css";
import type { CustomersSearch } from "./routes.ts";

const here = getRouteApi("/inside/customers");
const CustomerSelects = lazy(() => import("./CustomerSelects.tsx"));

export function CustomerFilterBar() {
  const t = useText();
  const search = here.useSearch();
  const navigate = useNavigate();
  const narrow = (change: Partial<CustomersSearch>) =>
    void navigate({ to: "/customers", search: { ...search, ...change }, replace: true });
  return (
    <search className={style.filters}>
      <Words given={search.q} onChange={(q) => narrow({ q })} />
      <div className={style.selects}>
        <Suspense>
          <CustomerSelects search={search} onNarrow={narrow} />
        </Suspense>
      </div>
      <ToggleButton
        className={style.loose ?? ""}
        isSelected={search.loose === true}
        onChange={(isLoose) => narrow({ loose: isLoose || undefined })}
      >
        <span className={style.knot} aria-hidden />
        {t("customers.loose")}
      </ToggleButton>
    </search>
  );
}

function Words({ given, onChange }: { given: string | undefined; onChange: (words: string | undefined) => void }) {
  const t = useText();
  const { words, setWords, settle } = useTypedWords(given, onChange);
  return (
    <div className={style.words}>
      <Field
        id="customer-words"
        type="search"
        label={t("customers.words")}
        placeholder={t("customers.wordsHint")}
        value={words}
        onChange={setWords}
        onKeyDown={({ key, nativeEvent }) => {
          if (key !== "Enter" || nativeEvent.isComposing) return;
          settle();
          focusPage();
        }}
        maxLength={200}
      />
    </div>
  );
}
