// Customers: the people and companies that a tenant has a relationship with.

import { answered, following } from "./connection.js";
import type { CallOptions, Connection, PostOptions, WriteOptions } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class CustomerApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  listCustomers = (query: types.CustomerFilters = {}, options: CallOptions = {}): Promise<types.CustomerPage> =>
    answered(sdk.listCustomers({ ...this.#connection.reading(options), query }));

  /** All customers that the filters let through, fetched page after page. */
  eachCustomer = (
    query: types.CustomerFilters = {},
    options: CallOptions = {},
  ): AsyncGenerator<types.Customer, void> =>
    following((cursor) => this.listCustomers({ ...query, cursor: cursor ?? query.cursor }, options));

  createCustomer = (body: types.CreateCustomer, options: PostOptions = {}): Promise<types.Customer> =>
    answered(sdk.createCustomer({ ...this.#connection.posting(options), body }));

  getCustomer = (id: string, options: CallOptions = {}): Promise<types.Customer> =>
    answered(sdk.getCustomer({ ...this.#connection.reading(options), path: of(id) }));

  /** Creates the customer under this id, or changes the one that has it. */
  putCustomer = (id: string, body: types.PutCustomer, options: WriteOptions = {}): Promise<types.Customer> =>
    answered(sdk.putCustomer({ ...this.#connection.writing(options), path: of(id), body }));

  /** Removes a customer without history; one with history is refused (`conflict`). */
  deleteCustomer = async (id: string, options: WriteOptions = {}): Promise<void> => {
    await answered(sdk.deleteCustomer({ ...this.#connection.writing(options), path: of(id) }));
  };

  /** Ends the relationship: what the engine had planned is cancelled, workflows exit. */
  closeCustomer = (id: string, options: PostOptions = {}): Promise<types.Customer> =>
    answered(sdk.closeCustomer({ ...this.#connection.posting(options), path: of(id) }));

  pauseCustomer = (id: string, options: PostOptions = {}): Promise<types.Customer> =>
    answered(sdk.pauseCustomer({ ...this.#connection.posting(options), path: of(id) }));

  /** Makes a duplicate part of the customer; the duplicate's id answers `merged` from then on. */
  mergeCustomers = (
    id: string,
    duplicateId: string,
    more: types.MergeMore = {},
    options: PostOptions = {},
  ): Promise<types.Merge> =>
    answered(
      sdk.mergeCustomers({ ...this.#connection.posting(options), path: of(id), body: { from: duplicateId, ...more } }),
    );

  /** Overwrites all that is personal about a customer, in the history too; there is no way back. */
  eraseCustomer = (id: string, options: PostOptions = {}): Promise<types.Customer> =>
    answered(sdk.eraseCustomer({ ...this.#connection.posting(options), path: of(id) }));

  /** Everything about a customer in one order, newest first unless `sort` says otherwise. */
  getTimeline = (
    id: string,
    query: types.TimelineFilters = {},
    options: CallOptions = {},
  ): Promise<types.Timeline> =>
    answered(sdk.getTimeline({ ...this.#connection.reading(options), path: of(id), query }));

  /** The whole timeline, fetched page after page. */
  eachTimelineEntry = (
    id: string,
    query: types.TimelineFilters = {},
    options: CallOptions = {},
  ): AsyncGenerator<types.TimelineEntry, void> =>
    following((cursor) => this.getTimeline(id, { ...query, cursor: cursor ?? query.cursor }, options));

  listNotes = (id: string, query: types.NoteFilters = {}, options: CallOptions = {}): Promise<types.NotePage> =>
    answered(sdk.listNotes({ ...this.#connection.reading(options), path: of(id), query }));

  /** All notes about a customer, fetched page after page. */
  eachNote = (
    id: string,
    query: types.NoteFilters = {},
    options: CallOptions = {},
  ): AsyncGenerator<types.Note, void> =>
    following((cursor) => this.listNotes(id, { ...query, cursor: cursor ?? query.cursor }, options));

  createNote = (id: string, body: string, options: PostOptions = {}): Promise<types.Note> =>
    answered(sdk.createNote({ ...this.#connection.posting(options), path: of(id), body: { body } }));

  getNote = (noteId: string, options: CallOptions = {}): Promise<types.Note> =>
    answered(sdk.getNote({ ...this.#connection.reading(options), path: { note_id: noteId } }));

  /** Changes a note of one's own; somebody else's is refused (`forbidden`). */
  updateNote = (noteId: string, body: string, options: WriteOptions = {}): Promise<types.Note> =>
    answered(sdk.editNote({ ...this.#connection.writing(options), path: { note_id: noteId }, body: { body } }));

  deleteNote = async (noteId: string, options: WriteOptions = {}): Promise<void> => {
    await answered(sdk.deleteNote({ ...this.#connection.writing(options), path: { note_id: noteId } }));
  };

  /** Active again; a customer with nothing open gets a next step. */
  reopenCustomer = (id: string, options: PostOptions = {}): Promise<types.Customer> =>
    answered(sdk.reopenCustomer({ ...this.#connection.posting(options), path: of(id) }));
}

function of(id: string) {
  return { customer_id: id };
}
