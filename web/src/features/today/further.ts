// A queue longer than one answer holds: each section's further pages, one after the other, put behind its first one.

import type { Queue, QueueQuery } from "@onward/client";

type QueueSection = Queue["sections"][number];
type Named = NonNullable<QueueQuery["section"]>;

interface Page<T> {
  total: number;
  data: T[];
  next_cursor: string | null;
}

type Ask = (section: Named, cursor: string) => Promise<Queue>;

/** Until there are `limit` of every section, or all. */
export async function further(queue: Queue, limit: number, ask: Ask): Promise<Queue> {
  const rest = async (of: QueueSection): Promise<QueueSection> => ({
    ...of,
    ...(await lengthened(of, limit, async (cursor) => (await ask(of.section, cursor)).sections[0], idOfItem)),
  });
  const { loose_ends: ends } = queue;
  return {
    ...queue,
    sections: await Promise.all(queue.sections.map(rest)),
    loose_ends:
      ends &&
      (await lengthened(ends, limit, async (cursor) => (await ask("loose_ends", cursor)).loose_ends, idOfCustomer)),
  };
}

const idOfItem = ({ interaction }: QueueSection["data"][number]) => interaction.id;
const idOfCustomer = ({ customer_id }: NonNullable<Queue["loose_ends"]>["data"][number]) => customer_id;

/** What has moved between two answers stands once. */
async function lengthened<T>(
  first: Page<T>,
  limit: number,
  next: (cursor: string) => Promise<Page<T> | null | undefined>,
  idOf: (each: T) => string,
): Promise<Page<T>> {
  let page: Page<T> | null | undefined = first;
  const found = new Map(first.data.map((each) => [idOf(each), each]));
  while (page?.next_cursor != null && found.size < limit) {
    page = await next(page.next_cursor);
    for (const each of page?.data ?? []) if (!found.has(idOf(each))) found.set(idOf(each), each);
  }
  return { total: page?.total ?? first.total, data: [...found.values()], next_cursor: page?.next_cursor ?? null };
}
