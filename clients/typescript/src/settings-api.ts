// A tenant's ways and words: settings, types of interactions, outcomes.

import { answered } from "./connection.js";
import type { CallOptions, Connection, PostOptions, WriteOptions } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class SettingsApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  getSettings = (options: CallOptions = {}): Promise<types.Settings> =>
    answered(sdk.getSettings(this.#connection.reading(options)));

  /** Changes the fields given, inside `calendar` and `follow_up` too. */
  updateSettings = (body: types.UpdateSettings, options: WriteOptions = {}): Promise<types.Settings> =>
    answered(sdk.editSettings({ ...this.#connection.writing(options), body }));

  /** What would follow from other settings; nothing is saved. */
  previewSettings = (body: types.UpdateSettings, options: CallOptions = {}): Promise<types.SettingsPreview> =>
    answered(sdk.previewSettings({ ...this.#connection.posting(options), body }));

  /** The holidays and the tenant's own days off on weekdays that it works. */
  listDaysOff = async (query: types.DaysOffSpan = {}, options: CallOptions = {}): Promise<types.DayOff[]> =>
    (await answered(sdk.listDaysOff({ ...this.#connection.reading(options), query }))).data;

  /** In their order. */
  listTypes = async (
    query: types.VocabularyFilters = {},
    options: CallOptions = {},
  ): Promise<types.InteractionType[]> =>
    (await answered(sdk.listTypes({ ...this.#connection.reading(options), query }))).data;

  getType = (key: string, options: CallOptions = {}): Promise<types.InteractionType> =>
    answered(sdk.getType({ ...this.#connection.reading(options), path: { type_key: key } }));

  /** Adds a type, or changes the fields given of the one with this key. */
  putType = (key: string, body: types.PutType, options: WriteOptions = {}): Promise<types.InteractionType> =>
    answered(sdk.putType({ ...this.#connection.writing(options), path: { type_key: key }, body }));

  /** Offers it no more; what has it keeps it. */
  archiveType = (key: string, options: PostOptions = {}): Promise<types.InteractionType> =>
    answered(sdk.archiveType({ ...this.#connection.posting(options), path: { type_key: key } }));

  restoreType = (key: string, options: PostOptions = {}): Promise<types.InteractionType> =>
    answered(sdk.restoreType({ ...this.#connection.posting(options), path: { type_key: key } }));

  /** Puts those named first, in this order; the others follow as they stood. */
  orderTypes = async (keys: string[], options: CallOptions = {}): Promise<types.InteractionType[]> =>
    (await answered(sdk.orderTypes({ ...this.#connection.writing(options), body: { order: keys } }))).data;

  /** In their order. */
  listOutcomes = async (query: types.VocabularyFilters = {}, options: CallOptions = {}): Promise<types.Outcome[]> =>
    (await answered(sdk.listOutcomes({ ...this.#connection.reading(options), query }))).data;

  getOutcome = (key: string, options: CallOptions = {}): Promise<types.Outcome> =>
    answered(sdk.getOutcome({ ...this.#connection.reading(options), path: { outcome_key: key } }));

  /** Adds an outcome, or changes the fields given of the one with this key. */
  putOutcome = (key: string, body: types.PutOutcome, options: WriteOptions = {}): Promise<types.Outcome> =>
    answered(sdk.putOutcome({ ...this.#connection.writing(options), path: { outcome_key: key }, body }));

  /** Offers it no more; whoever sends it is still understood. */
  archiveOutcome = (key: string, options: PostOptions = {}): Promise<types.Outcome> =>
    answered(sdk.archiveOutcome({ ...this.#connection.posting(options), path: { outcome_key: key } }));

  restoreOutcome = (key: string, options: PostOptions = {}): Promise<types.Outcome> =>
    answered(sdk.restoreOutcome({ ...this.#connection.posting(options), path: { outcome_key: key } }));

  /** Puts those named first, in this order; the others follow as they stood. */
  orderOutcomes = async (keys: string[], options: CallOptions = {}): Promise<types.Outcome[]> =>
    (await answered(sdk.orderOutcomes({ ...this.#connection.writing(options), body: { order: keys } }))).data;
}
