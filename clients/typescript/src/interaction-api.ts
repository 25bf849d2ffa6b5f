// Interactions: what was planned with a customer, what came of it, and what comes next.

import { answered, following } from "./connection.js";
import type { CallOptions, Connection, PostOptions, WriteOptions } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class InteractionApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The interaction that the customer should get next; null when nothing is planned. */
  getNextPending = async (customerId: string, options: CallOptions = {}): Promise<types.Interaction | null> => {
    const path = { customer_id: customerId };
    return (await answered(sdk.getNextInteraction({ ...this.#connection.reading(options), path }))) ?? null;
  };

  /** The customer's open interactions in working order. */
  getPending = (
    customerId: string,
    query: types.PendingPage = {},
    options: CallOptions = {},
  ): Promise<types.InteractionPage> => {
    const path = { customer_id: customerId };
    return answered(sdk.listPendingInteractions({ ...this.#connection.reading(options), path, query }));
  };

  /** The customer's open interactions that are overdue, in working order. */
  getOverdue = (
    customerId: string,
    query: types.PendingPage = {},
    options: CallOptions = {},
  ): Promise<types.InteractionPage> => {
    const path = { customer_id: customerId };
    return answered(sdk.listOverdueInteractions({ ...this.#connection.reading(options), path, query }));
  };

  /** Ends an interaction with an outcome; the answer holds the next one and says why that one. */
  completeInteraction = (
    id: string,
    outcome?: string,
    details?: string,
    more: types.CompleteMore = {},
    options: PostOptions = {},
  ): Promise<types.Completion> => {
    const body = { outcome, outcome_details: details, ...more };
    return answered(sdk.completeInteraction({ ...this.#connection.posting(options), path: of(id), body }));
  };

  /** Starts a template for a customer; the answer is its first interaction. */
  startWorkflow = (body: types.StartWorkflow, options: PostOptions = {}): Promise<types.Interaction> =>
    answered(sdk.startWorkflow({ ...this.#connection.posting(options), body }));

  /** One page of the interactions that the filters let through. */
  listInteractions = (
    query: types.InteractionFilters = {},
    options: CallOptions = {},
  ): Promise<types.InteractionPage> =>
    answered(sdk.listInteractions({ ...this.#connection.reading(options), query }));

  /** How many interactions the same filters let through. */
  countInteractions = async (query: types.InteractionCount = {}, options: CallOptions = {}): Promise<number> =>
    (await answered(sdk.countInteractions({ ...this.#connection.reading(options), query }))).total;

  /** All interactions that the filters let through, fetched page after page. */
  eachInteraction = (
    query: types.InteractionFilters = {},
    options: CallOptions = {},
  ): AsyncGenerator<types.Interaction, void> =>
    following((cursor) => this.listInteractions({ ...query, cursor: cursor ?? query.cursor }, options));

  createInteraction = (body: types.CreateInteraction, options: PostOptions = {}): Promise<types.Interaction> =>
    answered(sdk.createInteraction({ ...this.#connection.posting(options), body }));

  getInteraction = (
    id: string,
    options: CallOptions = {},
    query: types.InteractionQuery = {},
  ): Promise<types.Interaction> =>
    answered(sdk.getInteraction({ ...this.#connection.reading(options), path: of(id), query }));

  /** What would come next, by outcome, on skipping and on cancelling; nothing is written. */
  peekInteraction = (id: string, options: CallOptions = {}): Promise<types.Peeks> =>
    answered(sdk.peekInteraction({ ...this.#connection.reading(options), path: of(id) }));

  /** Changes the fields given and leaves the others. */
  updateInteraction = (
    id: string,
    body: types.UpdateInteraction,
    options: WriteOptions = {},
  ): Promise<types.Interaction> =>
    answered(sdk.editInteraction({ ...this.#connection.writing(options), path: of(id), body }));

  /** Pending to in progress. */
  startInteraction = (id: string, options: PostOptions = {}): Promise<types.Interaction> =>
    answered(sdk.startInteraction({ ...this.#connection.posting(options), path: of(id) }));

  /** Records what happened unplanned; it satisfies the step that it was, moves the next one on, or leaves the plan. */
  logInteraction = (body: types.LogInteraction, options: PostOptions = {}): Promise<types.Logged> =>
    answered(sdk.logInteraction({ ...this.#connection.posting(options), body }));

  /** Passes an interaction over; the next step is decided as for a completion. */
  skipInteraction = (id: string, reason?: string, options: PostOptions = {}): Promise<types.Completion> =>
    answered(sdk.skipInteraction({ ...this.#connection.posting(options), path: of(id), body: { reason } }));

  /** Takes an interaction out of the plan; `then` says how the relationship goes on. */
  cancelInteraction = (
    id: string,
    body: types.CancelInteraction = {},
    options: PostOptions = {},
  ): Promise<types.Completion> =>
    answered(sdk.cancelInteraction({ ...this.#connection.posting(options), path: of(id), body }));

  rescheduleInteraction = (
    id: string,
    body: types.RescheduleInteraction,
    options: PostOptions = {},
  ): Promise<types.Interaction> =>
    answered(sdk.rescheduleInteraction({ ...this.#connection.posting(options), path: of(id), body }));

  /** Gives an interaction to a member, or with null to nobody. */
  assignInteraction = (
    id: string,
    memberId: string | null,
    options: PostOptions = {},
  ): Promise<types.Interaction> => {
    const body = { assignee_id: memberId };
    return answered(sdk.assignInteraction({ ...this.#connection.posting(options), path: of(id), body }));
  };

  /** Takes back a completion, skip or cancellation with everything that it created. */
  undoInteraction = (id: string, options: PostOptions = {}): Promise<types.Undone> =>
    answered(sdk.undoInteraction({ ...this.#connection.posting(options), path: of(id) }));
}

function of(id: string) {
  return { interaction_id: id };
}
