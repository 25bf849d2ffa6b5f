// What can be asked of an import; its page shows the answer at once.

import type { Import } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { explain } from "../../api/problems.ts";
import { importKeys, importQuery } from "./queries.ts";

export interface ImportActs {
  isPending: boolean;
  fault: string | null;
  ask: (act: () => Promise<Import>) => Promise<void>;
}

export function useImportActs(id: string): ImportActs {
  const client = useQueryClient();
  const [isPending, setPending] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const ask = async (act: () => Promise<Import>) => {
    setPending(true);
    setFault(null);
    try {
      client.setQueryData(importQuery(id).queryKey, await act());
    } catch (error) {
      setFault(explain(error));
    } finally {
      setPending(false);
      await client.invalidateQueries({ queryKey: importKeys });
    }
  };
  return { isPending, fault, ask };
}
