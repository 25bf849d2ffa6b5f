// Campaigns: a template started for many customers, once for each, and what came of it.

import { answered, following } from "./connection.js";
import type { CallOptions, Connection, PostOptions, WriteOptions } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class CampaignApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  listCampaigns = (query: types.CampaignFilters = {}, options: CallOptions = {}): Promise<types.CampaignPage> =>
    answered(sdk.listCampaigns({ ...this.#connection.reading(options), query }));

  /** All of them, fetched page after page. */
  eachCampaign = (
    query: types.CampaignFilters = {},
    options: CallOptions = {},
  ): AsyncGenerator<types.Campaign, void> =>
    following((cursor) => this.listCampaigns({ ...query, cursor: cursor ?? query.cursor }, options));

  createCampaign = (body: types.CreateCampaign, options: PostOptions = {}): Promise<types.Campaign> =>
    answered(sdk.createCampaign({ ...this.#connection.posting(options), body }));

  getCampaign = (id: string, options: CallOptions = {}): Promise<types.Campaign> =>
    answered(sdk.getCampaign({ ...this.#connection.reading(options), path: of(id) }));

  /** Only the fields given change. */
  updateCampaign = (id: string, body: types.UpdateCampaign, options: WriteOptions = {}): Promise<types.Campaign> =>
    answered(sdk.editCampaign({ ...this.#connection.writing(options), path: of(id), body }));

  /** One in which nothing was started. */
  deleteCampaign = async (id: string, options: WriteOptions = {}): Promise<void> => {
    await answered(sdk.deleteCampaign({ ...this.#connection.writing(options), path: of(id) }));
  };

  /** Starts the campaign's template for customers, once for each, however often it is sent. */
  enrollCustomers = (id: string, body: types.EnrollCustomers, options: PostOptions = {}): Promise<types.Bulk> =>
    answered(sdk.enrollCustomers({ ...this.#connection.posting(options), path: of(id), body }));

  /** Pauses its workflows too. */
  pauseCampaign = (id: string, options: PostOptions = {}): Promise<types.CampaignMoved> =>
    answered(sdk.pauseCampaign({ ...this.#connection.posting(options), path: of(id) }));

  /** Lets the workflows go on that it paused itself. */
  resumeCampaign = (id: string, options: PostOptions = {}): Promise<types.CampaignMoved> =>
    answered(sdk.resumeCampaign({ ...this.#connection.posting(options), path: of(id) }));

  /** Its workflows go on to their ends, or with `workflows: "exit"` they are left. */
  endCampaign = (
    id: string,
    body: types.EndCampaign = {},
    options: PostOptions = {},
  ): Promise<types.CampaignMoved> =>
    answered(sdk.endCampaign({ ...this.#connection.posting(options), path: of(id), body }));

  getCampaignPerformance = (id: string, options: CallOptions = {}): Promise<types.CampaignPerformance> =>
    answered(sdk.getCampaignPerformance({ ...this.#connection.reading(options), path: of(id) }));
}

function of(id: string) {
  return { campaign_id: id };
}
