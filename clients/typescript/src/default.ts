// The ready-made instance, for applications that talk to one tenant of one server.

import { Connection, type OnwardOptions } from "./connection.js";
import type { InteractionApi } from "./interaction-api.js";
import { over } from "./onward.js";
import type { TemplateApi } from "./template-api.js";

type Calls<T> = Pick<T, keyof T>;

const connection = new Connection();

/** The instance that `configureOnward` configures. */
export const onward = over(connection);

/** The calls for interactions, workflows and templates on the ready-made instance. */
export const interactionApi: Calls<InteractionApi> & Calls<TemplateApi> = {
  ...onward.interactions,
  ...onward.templates,
};

/** Says where the ready-made instance finds its server, and who calls; the last call counts. */
export function configureOnward(options: OnwardOptions): void {
  connection.configure(options);
}
