// What Today asks the server for. Sections and their order are the server's.

import { queryOptions } from "@tanstack/react-query";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";

export const openQuery = (isOverdue: boolean) =>
  queryOptions({
    queryKey: [...keys.interactions, "open", { isOverdue }],
    queryFn: ({ signal }) =>
      onward.interactions.listInteractions(
        { status: ["pending", "in_progress"], overdue: isOverdue, sort: "due_at", limit: 50 },
        { signal },
      ),
  });
