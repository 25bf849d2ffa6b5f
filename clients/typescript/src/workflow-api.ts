// Workflows: one customer's run of a template, and what can be done with it besides finishing its steps.

import { answered, following } from "./connection.js";
import type { CallOptions, Connection, PostOptions } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class WorkflowApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  listWorkflows = (query: types.WorkflowFilters = {}, options: CallOptions = {}): Promise<types.WorkflowPage> =>
    answered(sdk.listWorkflows({ ...this.#connection.reading(options), query }));

  /** All of them, fetched page after page. */
  eachWorkflow = (
    query: types.WorkflowFilters = {},
    options: CallOptions = {},
  ): AsyncGenerator<types.Workflow, void> =>
    following((cursor) => this.listWorkflows({ ...query, cursor: cursor ?? query.cursor }, options));

  /** The steps done, the open one, and the dated path ahead; `supposed` are other dates of the open one. */
  getWorkflow = (
    id: string,
    options: CallOptions = {},
    supposed: types.SupposedDates = {},
  ): Promise<types.WorkflowDetail> =>
    answered(sdk.getWorkflow({ ...this.#connection.reading(options), path: of(id), query: supposed }));

  /** Starts a template for a customer; the answer is its first interaction. */
  startWorkflow = (body: types.StartWorkflow, options: PostOptions = {}): Promise<types.Interaction> =>
    answered(sdk.startWorkflow({ ...this.#connection.posting(options), body }));

  /** Until a day, or until somebody resumes it. */
  pauseWorkflow = (
    id: string,
    body: types.PauseWorkflow = {},
    options: PostOptions = {},
  ): Promise<types.Workflow> =>
    answered(sdk.pauseWorkflow({ ...this.#connection.posting(options), path: of(id), body }));

  resumeWorkflow = (id: string, options: PostOptions = {}): Promise<types.WorkflowMoved> =>
    answered(sdk.resumeWorkflow({ ...this.#connection.posting(options), path: of(id) }));

  /** Cancels the open step; `then` says whether another plan takes over. */
  exitWorkflow = (
    id: string,
    body: types.ExitWorkflow = {},
    options: PostOptions = {},
  ): Promise<types.WorkflowMoved> =>
    answered(sdk.exitWorkflow({ ...this.#connection.posting(options), path: of(id), body }));

  /** Cancels the open step and goes on at the one named. */
  jumpWorkflow = (
    id: string,
    body: types.JumpWorkflow,
    options: PostOptions = {},
  ): Promise<types.WorkflowMoved> =>
    answered(sdk.jumpWorkflow({ ...this.#connection.posting(options), path: of(id), body }));

  /** Goes on by a newer version of the template; with `dry_run` only says what would become what. */
  migrateWorkflow = (
    id: string,
    body: types.MigrateWorkflow = {},
    options: PostOptions = {},
  ): Promise<types.Migration> =>
    answered(sdk.migrateWorkflow({ ...this.#connection.posting(options), path: of(id), body }));
}

function of(id: string) {
  return { workflow_id: id };
}
