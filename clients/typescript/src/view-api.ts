// Saved views: a list's filters and order under a name, personal or the team's.

import { answered } from "./connection.js";
import type { CallOptions, Connection, PostOptions, WriteOptions } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class ViewApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The team's and your own, by name. */
  listViews = async (query: types.ViewFilters = {}, options: CallOptions = {}): Promise<types.View[]> =>
    (await answered(sdk.listViews({ ...this.#connection.reading(options), query }))).data;

  createView = (body: types.CreateView, options: PostOptions = {}): Promise<types.View> =>
    answered(sdk.createView({ ...this.#connection.posting(options), body }));

  getView = (id: string, options: CallOptions = {}): Promise<types.View> =>
    answered(sdk.getView({ ...this.#connection.reading(options), path: { view_id: id } }));

  updateView = (id: string, body: types.UpdateView, options: WriteOptions = {}): Promise<types.View> =>
    answered(sdk.editView({ ...this.#connection.writing(options), path: { view_id: id }, body }));

  deleteView = async (id: string, options: WriteOptions = {}): Promise<void> => {
    await answered(sdk.deleteView({ ...this.#connection.writing(options), path: { view_id: id } }));
  };
}
