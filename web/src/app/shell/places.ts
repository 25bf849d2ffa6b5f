// Where the navigation leads. A page is listed here once it can be used.

import { CalendarDays, ListChecks, type LucideIcon, Route, Settings, Sun, Users } from "lucide-react";
import type { CommandId } from "../../core/commands.ts";
import type { MessageId } from "../../i18n/ids.ts";

export interface Place {
  to: "/today" | "/calendar" | "/interactions" | "/customers" | "/templates" | "/settings";
  label: MessageId;
  icon: LucideIcon;
  command: CommandId;
  /** On phones it stands in the menu behind the bar's last button. */
  isBehindMore?: boolean;
}

export const PLACES: Place[] = [
  { to: "/today", label: "app.today", icon: Sun, command: "goToday" },
  { to: "/calendar", label: "app.calendar", icon: CalendarDays, command: "goCalendar" },
  {
    to: "/interactions",
    label: "app.interactions",
    icon: ListChecks,
    command: "goInteractions",
    isBehindMore: true,
  },
  { to: "/customers", label: "app.customers", icon: Users, command: "goCustomers" },
  { to: "/templates", label: "app.templates", icon: Route, command: "goTemplates", isBehindMore: true },
  { to: "/settings", label: "app.settings", icon: Settings, command: "goSettings", isBehindMore: true },
];
