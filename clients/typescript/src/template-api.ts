// Templates: named, versioned sequences of steps.

import { answered, following } from "./connection.js";
import type { CallOptions, Connection, PostOptions, WriteOptions } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class TemplateApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  listTemplates = (query: types.TemplateFilters = {}, options: CallOptions = {}): Promise<types.TemplatePage> =>
    answered(sdk.listTemplates({ ...this.#connection.reading(options), query }));

  /** All templates that the filters let through, fetched page after page. */
  eachTemplate = (
    query: types.TemplateFilters = {},
    options: CallOptions = {},
  ): AsyncGenerator<types.Template, void> =>
    following((cursor) => this.listTemplates({ ...query, cursor: cursor ?? query.cursor }, options));

  /** Saves a template and publishes it as version 1. */
  createTemplate = (body: types.CreateTemplate, options: PostOptions = {}): Promise<types.Template> =>
    answered(sdk.createTemplate({ ...this.#connection.posting(options), body }));

  getTemplate = (id: string, options: CallOptions = {}): Promise<types.Template> =>
    answered(sdk.getTemplate({ ...this.#connection.reading(options), path: of(id) }));

  /** Changes the fields given; what the template does becomes its next version at once. */
  updateTemplate = (id: string, body: types.UpdateTemplate, options: WriteOptions = {}): Promise<types.Template> =>
    answered(sdk.editTemplate({ ...this.#connection.writing(options), path: of(id), body }));

  /** Keeps a draft of the next version beside the published one. */
  saveTemplateDraft = (id: string, body: types.TemplateDraft, options: WriteOptions = {}): Promise<types.Template> =>
    answered(sdk.putTemplateDraft({ ...this.#connection.writing(options), path: of(id), body }));

  dropTemplateDraft = (id: string, options: WriteOptions = {}): Promise<types.Template> =>
    answered(sdk.dropTemplateDraft({ ...this.#connection.writing(options), path: of(id) }));

  /** What publishing the draft would change, and how many stay on which version. */
  getTemplateDraftDiff = (id: string, options: CallOptions = {}): Promise<types.DraftDiff> =>
    answered(sdk.getTemplateDraftDiff({ ...this.#connection.reading(options), path: of(id) }));

  /** These templates (none: all that are not archived) with those that they lead to, for another tenant. */
  exportTemplates = (ids: string[] = [], options: CallOptions = {}): Promise<types.TemplateBundle> =>
    answered(sdk.exportTemplates({ ...this.#connection.reading(options), query: { template_id: ids } }));

  /** Makes new templates of an export, all of them or none. */
  importTemplates = (bundle: types.TemplateBundle, options: PostOptions = {}): Promise<types.TemplatesTakenIn> =>
    answered(sdk.importTemplates({ ...this.#connection.posting(options), body: bundle }));

  /** Makes the draft the next version. */
  publishTemplate = (id: string, options: PostOptions = {}): Promise<types.Template> =>
    answered(sdk.publishTemplate({ ...this.#connection.posting(options), path: of(id) }));

  /** Stops new starts; running workflows go on. */
  archiveTemplate = (id: string, options: PostOptions = {}): Promise<types.Template> =>
    answered(sdk.archiveTemplate({ ...this.#connection.posting(options), path: of(id) }));

  restoreTemplate = (id: string, options: PostOptions = {}): Promise<types.Template> =>
    answered(sdk.restoreTemplate({ ...this.#connection.posting(options), path: of(id) }));

  /** The dated path that a template takes for a list of outcomes; nothing is saved. */
  simulateTemplate = (body: types.SimulateTemplate, options: CallOptions = {}): Promise<types.Simulation> =>
    answered(sdk.simulateTemplate({ ...this.#connection.posting(options), body }));
}

function of(id: string) {
  return { template_id: id };
}
