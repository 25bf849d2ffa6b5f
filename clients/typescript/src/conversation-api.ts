// Conversations, as far as interactions link to them.

import { answered, following } from "./connection.js";
import type { CallOptions, Connection, PostOptions } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class ConversationApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  listConversations = (query: types.ConversationFilters = {}, options: CallOptions = {}): Promise<types.ConversationPage> =>
    answered(sdk.listConversations({ ...this.#connection.reading(options), query }));

  /** All of them, fetched page after page. */
  eachConversation = (
    query: types.ConversationFilters = {},
    options: CallOptions = {},
  ): AsyncGenerator<types.Conversation, void> =>
    following((cursor) => this.listConversations({ ...query, cursor: cursor ?? query.cursor }, options));

  createConversation = (body: types.CreateConversation, options: PostOptions = {}): Promise<types.Conversation> =>
    answered(sdk.createConversation({ ...this.#connection.posting(options), body }));

  getConversation = (id: string, options: CallOptions = {}): Promise<types.Conversation> =>
    answered(sdk.getConversation({ ...this.#connection.reading(options), path: { conversation_id: id } }));
}
