// What the package gives. Everything generated stays behind these names.

export type { AccountApi } from "./account-api.js";
export type { AuditApi } from "./audit-api.js";
export type { BulkApi } from "./bulk-api.js";
export type { CampaignApi } from "./campaign-api.js";
export type { CallOptions, OnwardOptions, PostOptions, WriteOptions } from "./connection.js";
export type { ConversationApi } from "./conversation-api.js";
export type { CoverageApi } from "./coverage-api.js";
export type { CustomerApi } from "./customer-api.js";
export { configureOnward, interactionApi, interactionApi as default, onward } from "./default.js";
export { OnwardError, type Current, type ErrorCode } from "./errors.js";
export type { EventApi, FollowOptions } from "./event-api.js";
export type { InteractionApi } from "./interaction-api.js";
export type { JobApi } from "./job-api.js";
export type { KeyApi } from "./key-api.js";
export type { MemberApi } from "./member-api.js";
export { createOnward, type Onward } from "./onward.js";
export type { QueueApi } from "./queue-api.js";
export type { SessionApi } from "./session-api.js";
export type { SettingsApi } from "./settings-api.js";
export type { TemplateApi } from "./template-api.js";
export type { TransferApi } from "./transfer-api.js";
export type * from "./types.js";
export type { ViewApi } from "./view-api.js";
export type { WorkflowApi } from "./workflow-api.js";
