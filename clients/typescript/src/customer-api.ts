// Customers: the people and companies that a tenant has a relationship with.

import { answered, following } from "./connection.js";
import type { CallOptions, Connection, PostOptions, WriteOptions } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class CustomerApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  listCustomers = (query: types.CustomerFilters = {}, options: CallOptions = {}): Promise<types.CustomerPage> =>
    answered(sdk.listCustomers({ ...this.#connection.reading(options), query }));

  /** All customers that the filters let through, fetched page after page. */
  eachCustomer = (
    query: types.CustomerFilters = {},
    options: CallOptions = {},
  ): AsyncGenerator<types.Customer, void> =>
    following((cursor) => this.listCustomers({ ...query, cursor: cursor ?? query.cursor }, options));

  createCustomer = (body: types.CreateCustomer, options: PostOptions = {}): Promise<types.Customer> =>
    answered(sdk.createCustomer({ ...this.#connection.posting(options), body }));

  getCustomer = (id: string, options: CallOptions = {}): Promise<types.Customer> =>
    answered(sdk.getCustomer({ ...this.#connection.reading(options), path: of(id) }));

  /** Creates the customer under this id, or changes the one that has it. */
  putCustomer = (id: string, body: types.PutCustomer, options: WriteOptions = {}): Promise<types.Customer> =>
    answered(sdk.putCustomer({ ...this.#connection.writing(options), path: of(id), body }));

  /** Removes a customer without history; one with history is refused (`conflict`). */
  deleteCustomer = async (id: string, options: WriteOptions = {}): Promise<void> => {
    await answered(sdk.deleteCustomer({ ...this.#connection.writing(options), path: of(id) }));
  };

  /** Ends the relationship: what the engine had planned is cancelled, workflows exit. */
  closeCustomer = (id: string, options: PostOptions = {}): Promise<types.Customer> =>
    answered(sdk.closeCustomer({ ...this.#connection.posting(options), path: of(id) }));

  pauseCustomer = (id: string, options: PostOptions = {}): Promise<types.Customer> =>
    answered(sdk.pauseCustomer({ ...this.#connection.posting(options), path: of(id) }));

  /** Active again; a customer with nothing open gets a next step. */
  reopenCustomer = (id: string, options: PostOptions = {}): Promise<types.Customer> =>
    answered(sdk.reopenCustomer({ ...this.#connection.posting(options), path: of(id) }));
}

function of(id: string) {
  return { customer_id: id };
}
