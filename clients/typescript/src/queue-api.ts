// The queue: one person's working list.

import { answered } from "./connection.js";
import type { CallOptions, Connection } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class QueueApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** A first page of every section; with `section` and `cursor` the pages after it. */
  getQueue = (query: types.QueueQuery = {}, options: CallOptions = {}): Promise<types.Queue> =>
    answered(sdk.getQueue({ ...this.#connection.reading(options), query }));
}
