// A member leaves: the access ends, and the open work goes where one says.

import type { Member } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useAct } from "../../../api/acting.ts";
import { onward } from "../../../api/client.ts";
import { keys } from "../../../api/queries.ts";
import { useText } from "../../../i18n/text.tsx";
import { Choices } from "../../../ui/Choices.tsx";
import { Confirm } from "../../../ui/Confirm.tsx";
import { Select } from "../../../ui/Select.tsx";
import style from "./Members.module.css";

type To = "member" | "owners" | "nobody";

interface LeaveProps {
  member: Member;
  others: Member[];
  onClose: () => void;
}

export function Leave({ member, others, onClose }: LeaveProps) {
  const t = useText();
  const { isPending, act } = useAct(keys.members);
  const heirs = others.filter(({ id, role }) => id !== member.id && role !== "viewer");
  const [to, setTo] = useState<To>("owners");
  const [heir, setHeir] = useState(heirs[0]?.id ?? "");
  const { name } = member;
  const leave = async () => {
    const isDone = await act({
      run: () => onward.members.deactivateMember(member.id, to === "member" ? heir : to),
      done: t("settings.left", { name }),
    });
    if (isDone) onClose();
  };
  const ways: To[] = heirs.length > 0 ? ["owners", "member", "nobody"] : ["owners", "nobody"];
  return (
    <Confirm
      title={t("settings.leaveOf", { name })}
      verb={t("settings.deactivate")}
      isPending={isPending}
      onClose={onClose}
      onConfirm={() => void leave()}
    >
      <div className={style.stack}>
        <p>{t("settings.leaveLeadOf", { name })}</p>
        <OpenWork memberId={member.id} />
        <Choices
          label={t("settings.handOver")}
          value={to}
          options={ways.map((id) => ({ id, label: t(`settings.handOver.${id}`) }))}
          onChange={(chosen) => setTo(ways.find((way) => way === chosen) ?? to)}
        />
        {to === "member" && (
          <Select
            label={t("settings.heir")}
            options={heirs.map(({ id, name: label }) => ({ id, label }))}
            selectedKey={heir}
            onSelectionChange={(chosen) => chosen !== null && setHeir(String(chosen))}
          />
        )}
      </div>
    </Confirm>
  );
}

/** How much would have to find somebody else, as the member's own queue counts it. */
function OpenWork({ memberId }: { memberId: string }) {
  const t = useText();
  const { data } = useQuery({
    queryKey: [...keys.queue, "load", memberId],
    queryFn: ({ signal }) => onward.queue.getQueue({ assignee: memberId, limit: 1 }, { signal }),
  });
  if (data === undefined) return null;
  const open = data.sections.filter(({ section }) => section !== "done_today");
  return <p>{t("settings.openWork", { count: open.reduce((sum, { total }) => sum + total, 0) })}</p>;
}
