// Campaigns, as far as interactions link to them.

import { answered, following } from "./connection.js";
import type { CallOptions, Connection, PostOptions } from "./connection.js";
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
    answered(sdk.getCampaign({ ...this.#connection.reading(options), path: { campaign_id: id } }));
}
