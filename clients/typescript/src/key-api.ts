// API keys: how programs get in.

import { answered } from "./connection.js";
import type { CallOptions, Connection } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class KeyApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The answer's `secret` is the key itself, shown this once. */
  createKey = (body: types.CreateKey, options: CallOptions = {}): Promise<types.KeyMade> =>
    answered(sdk.createKey({ ...this.#connection.writing(options), body }));

  /** All of them, revoked ones too. */
  listKeys = async (options: CallOptions = {}): Promise<types.Key[]> =>
    (await answered(sdk.listKeys(this.#connection.reading(options)))).data;

  revokeKey = async (id: string, options: CallOptions = {}): Promise<void> => {
    await answered(sdk.revokeKey({ ...this.#connection.writing(options), path: { key_id: id } }));
  };
}
