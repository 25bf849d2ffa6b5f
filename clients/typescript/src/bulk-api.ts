// One verb on many interactions: at once up to 1000, above as a job that a worker runs.

import { answered } from "./connection.js";
import type { Connection, PostOptions } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class BulkApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  bulkCreate = (body: types.BulkCreate, options: PostOptions = {}): Promise<types.Bulk> =>
    answered(sdk.bulkCreate({ ...this.#connection.posting(options), body }));

  bulkComplete = (body: types.BulkComplete, options: PostOptions = {}): Promise<types.Bulk> =>
    answered(sdk.bulkComplete({ ...this.#connection.posting(options), body }));

  bulkReschedule = (body: types.BulkReschedule, options: PostOptions = {}): Promise<types.Bulk> =>
    answered(sdk.bulkReschedule({ ...this.#connection.posting(options), body }));

  bulkAssign = (body: types.BulkAssign, options: PostOptions = {}): Promise<types.Bulk> =>
    answered(sdk.bulkAssign({ ...this.#connection.posting(options), body }));

  bulkSkip = (body: types.BulkSkip, options: PostOptions = {}): Promise<types.Bulk> =>
    answered(sdk.bulkSkip({ ...this.#connection.posting(options), body }));

  bulkCancel = (body: types.BulkCancel, options: PostOptions = {}): Promise<types.Bulk> =>
    answered(sdk.bulkCancel({ ...this.#connection.posting(options), body }));
}
