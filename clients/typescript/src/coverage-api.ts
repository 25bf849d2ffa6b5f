// Coverage: who has no next step, since when and why; and giving them one.

import { answered, following } from "./connection.js";
import type { CallOptions, Connection, PostOptions } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class CoverageApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The figures, with a page of the uncovered customers. */
  getCoverage = (query: types.CoverageFilters = {}, options: CallOptions = {}): Promise<types.Coverage> =>
    answered(sdk.getCoverage({ ...this.#connection.reading(options), query }));

  /** All uncovered customers, fetched page after page. */
  eachUncovered = (
    query: types.CoverageFilters = {},
    options: CallOptions = {},
  ): AsyncGenerator<types.Uncovered, void> =>
    following((cursor) => this.getCoverage({ ...query, cursor: cursor ?? query.cursor }, options));

  /** Everybody's gap, or that of the customers named, is closed; `dry_run` only tells how. */
  repairCoverage = (body: types.RepairCoverage = {}, options: PostOptions = {}): Promise<types.CoverageRepair> =>
    answered(sdk.repairCoverage({ ...this.#connection.posting(options), body }));
}
