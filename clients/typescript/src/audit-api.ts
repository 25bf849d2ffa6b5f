// The audit log: who did what to what, when, and from where.

import { answered, following } from "./connection.js";
import type { CallOptions, Connection } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class AuditApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  listAudit = (query: types.AuditFilters = {}, options: CallOptions = {}): Promise<types.AuditPage> =>
    answered(sdk.listAudit({ ...this.#connection.reading(options), query }));

  /** All entries that the filters let through, fetched page after page. */
  eachAudit = (
    query: types.AuditFilters = {},
    options: CallOptions = {},
  ): AsyncGenerator<types.AuditEntry, void> =>
    following((cursor) => this.listAudit({ ...query, cursor: cursor ?? query.cursor }, options));

  /** One file as text: JSON Lines, or CSV with `format: "csv"`. */
  exportAudit = (query: types.AuditExport = {}, options: CallOptions = {}): Promise<string> =>
    answered(sdk.exportAudit({ ...this.#connection.reading(options), query, parseAs: "text" }));
}
