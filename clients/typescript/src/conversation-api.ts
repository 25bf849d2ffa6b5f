// Conversations, what is said in them, and the rules for what follows.

import { answered, following } from "./connection.js";
import type { CallOptions, Connection, PostOptions, WriteOptions } from "./connection.js";
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

  createConversation = (body: types.CreateConversation, options: PostOptions = {}): Promise<types.OpenedConversation> =>
    answered(sdk.createConversation({ ...this.#connection.posting(options), body }));

  getConversation = (id: string, options: CallOptions = {}): Promise<types.Conversation> =>
    answered(sdk.getConversation({ ...this.#connection.reading(options), path: { conversation_id: id } }));

  updateConversation = (
    id: string,
    changes: types.UpdateConversation,
    options: WriteOptions = {},
  ): Promise<types.Conversation> =>
    answered(
      sdk.editConversation({ ...this.#connection.writing(options), path: { conversation_id: id }, body: changes }),
    );

  /** Refused once something came of it. */
  deleteConversation = (id: string, options: WriteOptions = {}): Promise<void> =>
    answered(sdk.deleteConversation({ ...this.#connection.writing(options), path: { conversation_id: id } }));

  createFromConversation = (
    id: string,
    body: types.CreateFromConversation,
    options: PostOptions = {},
  ): Promise<types.Interaction> =>
    answered(
      sdk.createFromConversation({ ...this.#connection.posting(options), path: { conversation_id: id }, body }),
    );

  listMessages = (
    id: string,
    query: types.MessageFilters = {},
    options: CallOptions = {},
  ): Promise<types.MessagePage> =>
    answered(sdk.listMessages({ ...this.#connection.reading(options), path: { conversation_id: id }, query }));

  /** All of them, fetched page after page. */
  eachMessage = (
    id: string,
    query: types.MessageFilters = {},
    options: CallOptions = {},
  ): AsyncGenerator<types.Message, void> =>
    following((cursor) => this.listMessages(id, { ...query, cursor: cursor ?? query.cursor }, options));

  /** What a person sent in can pause or end the customer's workflows. */
  addMessage = (id: string, body: types.CreateMessage, options: PostOptions = {}): Promise<types.TakenMessage> =>
    answered(sdk.createMessage({ ...this.#connection.posting(options), path: { conversation_id: id }, body }));

  listConversationRules = async (options: CallOptions = {}): Promise<types.ConversationRule[]> =>
    (await answered(sdk.listConversationRules(this.#connection.reading(options)))).data;

  createConversationRule = (
    body: types.CreateConversationRule,
    options: PostOptions = {},
  ): Promise<types.ConversationRule> =>
    answered(sdk.createConversationRule({ ...this.#connection.posting(options), body }));

  getConversationRule = (id: string, options: CallOptions = {}): Promise<types.ConversationRule> =>
    answered(sdk.getConversationRule({ ...this.#connection.reading(options), path: { rule_id: id } }));

  updateConversationRule = (
    id: string,
    changes: types.UpdateConversationRule,
    options: WriteOptions = {},
  ): Promise<types.ConversationRule> =>
    answered(
      sdk.editConversationRule({ ...this.#connection.writing(options), path: { rule_id: id }, body: changes }),
    );

  deleteConversationRule = (id: string, options: WriteOptions = {}): Promise<void> =>
    answered(sdk.deleteConversationRule({ ...this.#connection.writing(options), path: { rule_id: id } }));
}
