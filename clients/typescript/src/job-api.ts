// Jobs: what bulk acts leave behind, and how far those are that take longer than a request.

import { answered, following } from "./connection.js";
import type { CallOptions, Connection, PostOptions } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class JobApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  listJobs = (query: types.JobFilters = {}, options: CallOptions = {}): Promise<types.JobPage> =>
    answered(sdk.listJobs({ ...this.#connection.reading(options), query }));

  /** All of them, fetched page after page. */
  eachJob = (query: types.JobFilters = {}, options: CallOptions = {}): AsyncGenerator<types.Job, void> =>
    following((cursor) => this.listJobs({ ...query, cursor: cursor ?? query.cursor }, options));

  /** How far it is. */
  getJob = (id: string, options: CallOptions = {}): Promise<types.Job> =>
    answered(sdk.getJob({ ...this.#connection.reading(options), path: { job_id: id } }));

  listJobItems = (id: string, query: types.JobItemFilters = {}, options: CallOptions = {}): Promise<types.JobItemPage> =>
    answered(sdk.listJobItems({ ...this.#connection.reading(options), path: { job_id: id }, query }));

  /** What came of each item, fetched page after page. */
  eachJobItem = (
    id: string,
    query: types.JobItemFilters = {},
    options: CallOptions = {},
  ): AsyncGenerator<types.JobItem, void> =>
    following((cursor) => this.listJobItems(id, { ...query, cursor: cursor ?? query.cursor }, options));

  /** Ends after what it is at; what is done stays done. */
  cancelJob = (id: string, options: PostOptions = {}): Promise<types.Job> =>
    answered(sdk.cancelJob({ ...this.#connection.posting(options), path: { job_id: id }, body: {} }));

  /** Takes a bulk act back, within 24 hours, where nobody touched anything since. */
  undoJob = (id: string, options: PostOptions = {}): Promise<types.Bulk> =>
    answered(sdk.undoJob({ ...this.#connection.posting(options), path: { job_id: id }, body: {} }));
}
