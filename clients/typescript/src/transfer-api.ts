// Imports and exports as files, and the demo's rows: loading and removing them.

import { answered, following } from "./connection.js";
import type { CallOptions, Connection, PostOptions, WriteOptions } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class TransferApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** All customers as one CSV file. */
  exportCustomers = (options: CallOptions = {}): Promise<Blob> =>
    file(sdk.exportCustomers({ ...this.#connection.reading(options), parseAs: "blob" }));

  /** All interactions as one CSV file. */
  exportInteractions = (options: CallOptions = {}): Promise<Blob> =>
    file(sdk.exportInteractions({ ...this.#connection.reading(options), parseAs: "blob" }));

  /** All rows of the tenant as JSON Lines. */
  exportEverything = (options: CallOptions = {}): Promise<Blob> =>
    file(sdk.exportEverything({ ...this.#connection.reading(options), parseAs: "blob" }));

  /** Takes such a file into a new tenant: all of it, or nothing. */
  importEverything = (file: Blob, options: PostOptions = {}): Promise<types.WorldTaken> =>
    answered(sdk.importEverything({ ...this.#connection.posting(options), body: file }));

  /** A CSV file of customers, or of past interactions: shows how it would be read, and imports nothing yet. */
  uploadImport = (file: Blob, query: types.ImportUpload = {}, options: PostOptions = {}): Promise<types.Import> =>
    answered(sdk.uploadImport({ ...this.#connection.posting(options), query, body: file }));

  listImports = (query: types.ImportFilters = {}, options: CallOptions = {}): Promise<types.ImportPage> =>
    answered(sdk.listImports({ ...this.#connection.reading(options), query }));

  /** All of them, fetched page after page. */
  eachImport = (query: types.ImportFilters = {}, options: CallOptions = {}): AsyncGenerator<types.Import, void> =>
    following((cursor) => this.listImports({ ...query, cursor: cursor ?? query.cursor }, options));

  getImport = (id: string, options: CallOptions = {}): Promise<types.Import> =>
    answered(sdk.getImport({ ...this.#connection.reading(options), path: { import_id: id } }));

  /** How the file is to be read; only what is sent changes. */
  changeImport = (id: string, body: types.ChangeImport, options: WriteOptions = {}): Promise<types.Import> =>
    answered(sdk.changeImport({ ...this.#connection.writing(options), path: { import_id: id }, body }));

  /** Tries every line and writes nothing. */
  checkImport = (id: string, options: PostOptions = {}): Promise<types.Import> =>
    answered(sdk.checkImport({ ...this.#connection.posting(options), path: { import_id: id }, body: {} }));

  runImport = (id: string, options: PostOptions = {}): Promise<types.Import> =>
    answered(sdk.runImport({ ...this.#connection.posting(options), path: { import_id: id }, body: {} }));

  cancelImport = (id: string, options: PostOptions = {}): Promise<types.Import> =>
    answered(sdk.cancelImport({ ...this.#connection.posting(options), path: { import_id: id }, body: {} }));

  /** Takes back, within 24 hours, what nobody has touched since. */
  undoImport = (id: string, options: PostOptions = {}): Promise<types.Import> =>
    answered(sdk.undoImport({ ...this.#connection.posting(options), path: { import_id: id }, body: {} }));

  /** The lines that were left out, with reasons, as one CSV file. */
  downloadImportLines = (id: string, query: types.ImportLines = {}, options: CallOptions = {}): Promise<Blob> =>
    file(
      sdk.downloadImportLines({
        ...this.#connection.reading(options),
        path: { import_id: id },
        query,
        parseAs: "blob",
      }),
    );

  /** Forgets the file and what is told of it; what was imported stays. */
  removeImport = async (id: string, options: CallOptions = {}): Promise<void> => {
    await answered(sdk.removeImport({ ...this.#connection.writing(options), path: { import_id: id } }));
  };

  /** Has a worker write the demo's rows; the job says how far it is. */
  loadDemo = (options: PostOptions = {}): Promise<types.Job> =>
    answered(sdk.loadDemo({ ...this.#connection.posting(options), body: {} }));

  /** How many rows were made for the demo, and the job that loads them now. */
  countDemo = (options: CallOptions = {}): Promise<types.Demo> =>
    answered(sdk.countDemo(this.#connection.reading(options)));

  /** Takes the demo's rows away; the answer says how many. */
  removeDemo = (options: PostOptions = {}): Promise<types.RemovedDemo> =>
    answered(sdk.removeDemo({ ...this.#connection.posting(options), body: {} }));
}

/** An answer that is a file; the generated types know it as text. */
function file(call: Parameters<typeof answered>[0]): Promise<Blob> {
  return answered(call) as Promise<unknown> as Promise<Blob>;
}
