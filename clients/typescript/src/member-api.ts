// Members: the people who work in a tenant.

import { answered, following } from "./connection.js";
import type { CallOptions, Connection, PostOptions } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class MemberApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  listMembers = (query: types.MemberFilters = {}, options: CallOptions = {}): Promise<types.MemberPage> =>
    answered(sdk.listMembers({ ...this.#connection.reading(options), query }));

  /** All of them, fetched page after page. */
  eachMember = (
    query: types.MemberFilters = {},
    options: CallOptions = {},
  ): AsyncGenerator<types.Member, void> =>
    following((cursor) => this.listMembers({ ...query, cursor: cursor ?? query.cursor }, options));

  createMember = (body: types.CreateMember, options: PostOptions = {}): Promise<types.Member> =>
    answered(sdk.createMember({ ...this.#connection.posting(options), body }));

  getMember = (id: string, options: CallOptions = {}): Promise<types.Member> =>
    answered(sdk.getMember({ ...this.#connection.reading(options), path: { member_id: id } }));
}
