// Exports, and the import of everything into a new tenant.

import { answered } from "./connection.js";
import type { CallOptions, Connection, PostOptions } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class TransferApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** All customers as one CSV file. */
  exportCustomers = (options: CallOptions = {}): Promise<Blob> =>
    answered(sdk.exportCustomers({ ...this.#connection.reading(options), parseAs: "blob" })) as Promise<unknown> as Promise<Blob>;

  /** All interactions as one CSV file. */
  exportInteractions = (options: CallOptions = {}): Promise<Blob> =>
    answered(sdk.exportInteractions({ ...this.#connection.reading(options), parseAs: "blob" })) as Promise<unknown> as Promise<Blob>;

  /** All rows of the tenant as JSON Lines. */
  exportEverything = (options: CallOptions = {}): Promise<Blob> =>
    answered(sdk.exportEverything({ ...this.#connection.reading(options), parseAs: "blob" })) as Promise<unknown> as Promise<Blob>;

  /** Takes such a file into a new tenant: all of it, or nothing. */
  importEverything = (file: Blob, options: PostOptions = {}): Promise<types.WorldTaken> =>
    answered(sdk.importEverything({ ...this.#connection.posting(options), body: file }));
}
