// The parts of DateField: segments to type into, and a month to choose from.

import { type CalendarDate, type CalendarDateTime, parseDate, parseDateTime } from "@internationalized/date";
import { CalendarDays, ChevronLeft, ChevronRight } from "lucide-react";
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  FieldError,
  Group,
  Heading,
  Label,
  Popover,
} from "react-aria-components";
import { useText } from "../i18n/text.tsx";
import style from "./DateField.module.css";
import field from "./Field.module.css";
import menu from "./Menu.module.css";

export interface DateFieldProps {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
  withTime?: boolean;
  isRequired?: boolean;
  isDisabled?: boolean;
  name?: string;
  autoFocus?: boolean;
}

export default function DateFieldParts({ label, value, onChange, withTime = false, ...rest }: DateFieldProps) {
  const t = useText();
  return (
    <DatePicker
      {...rest}
      value={parsed(value, withTime)}
      onChange={(chosen) => onChange(chosen === null ? null : chosen.toString().slice(0, withTime ? 16 : 10))}
      granularity={withTime ? "minute" : "day"}
      className={field.field ?? ""}
    >
      <Label className={field.label ?? ""}>{label}</Label>
      <Group className={style.group ?? ""}>
        <DateInput className={style.input ?? ""}>
          {(segment) => <DateSegment segment={segment} className={style.segment ?? ""} />}
        </DateInput>
        <Button className={style.open ?? ""} aria-label={t("ui.openCalendar")}>
          <CalendarDays size={18} aria-hidden />
        </Button>
      </Group>
      <FieldError className={field.fault ?? ""} />
      <Popover className={menu.popover ?? ""} offset={4}>
        <Dialog className={style.month ?? ""}>
          <Calendar>
            <header className={style.head}>
              <Button slot="previous" className={style.turn ?? ""}>
                <ChevronLeft size={18} aria-hidden />
              </Button>
              <Heading className={style.title ?? ""} />
              <Button slot="next" className={style.turn ?? ""}>
                <ChevronRight size={18} aria-hidden />
              </Button>
            </header>
            <CalendarGrid className={style.days ?? ""}>
              {(day) => <CalendarCell date={day} className={style.day ?? ""} />}
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  );
}

function parsed(value: string | null, withTime: boolean): CalendarDate | CalendarDateTime | null {
  if (value === null || value === "") return null;
  return withTime
    ? parseDateTime(value.length === 10 ? `${value}T09:00` : value.slice(0, 16))
    : parseDate(value.slice(0, 10));
}
