// What can be done with a customer as a whole.

import type { Customer } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { onward } from "../../api/client.ts";
import { explain } from "../../api/problems.ts";
import { keys } from "../../api/queries.ts";
import { useMay } from "../../api/session.ts";
import { showToast } from "../../core/toasts.ts";
import { offerUndo } from "../../core/undo.ts";
import { useText } from "../../i18n/text.tsx";
import { Menu, MenuItem } from "../../ui/Menu.tsx";
import type { CustomerDialog } from "./CustomerPage.tsx";
import { usePlanChanged } from "./useRunningActs.ts";

interface CustomerMenuProps {
  customer: Customer;
  onShow: (dialog: CustomerDialog) => void;
  trigger: ReactNode;
  isOpenAtFirst: boolean;
}

export default function CustomerMenu({ customer, onShow, trigger, isOpenAtFirst }: CustomerMenuProps) {
  const t = useText();
  const client = useQueryClient();
  const changed = usePlanChanged();
  const mayErase = useMay("customers:erase");
  const { id, status } = customer;
  const change = async (verb: "pauseCustomer" | "reopenCustomer") => {
    try {
      client.setQueryData(keys.customer(id), await onward.customers[verb](id));
      if (verb === "reopenCustomer") showToast(t("customers.reopened", { name: customer.name }));
      else
        offerUndo(
          { words: t("customers.pausedNow", { name: customer.name }), undo: () => change("reopenCustomer") },
          t("ui.undo"),
        );
    } catch (error) {
      showToast(explain(error), { tone: "failure" });
    }
    changed();
  };
  return (
    <Menu label={t("customers.more")} trigger={trigger} isOpenAtFirst={isOpenAtFirst}>
      <MenuItem onAction={() => onShow("edit")}>{t("customers.edit")}</MenuItem>
      <MenuItem onAction={() => onShow("log")}>{t("customers.log")}</MenuItem>
      <MenuItem onAction={() => onShow("start")}>{t("customers.start")}</MenuItem>
      <MenuItem onAction={() => onShow("merge")}>{t("customers.merge")}</MenuItem>
      {status === "active" ? (
        <MenuItem onAction={() => void change("pauseCustomer")}>{t("customers.pause")}</MenuItem>
      ) : (
        <MenuItem onAction={() => void change("reopenCustomer")}>{t("customers.reopen")}</MenuItem>
      )}
      {status !== "closed" && <MenuItem onAction={() => onShow("close")}>{t("customers.close")}</MenuItem>}
      {mayErase && <MenuItem onAction={() => onShow("erase")}>{t("customers.erase")}</MenuItem>}
    </Menu>
  );
}
