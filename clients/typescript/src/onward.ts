// One tenant's Onward: every noun's calls over one connection.

import { AccountApi } from "./account-api.js";
import { AuditApi } from "./audit-api.js";
import { BulkApi } from "./bulk-api.js";
import { CampaignApi } from "./campaign-api.js";
import { Connection, type OnwardOptions } from "./connection.js";
import { ConversationApi } from "./conversation-api.js";
import { CoverageApi } from "./coverage-api.js";
import { CustomerApi } from "./customer-api.js";
import { EventApi } from "./event-api.js";
import { InteractionApi } from "./interaction-api.js";
import { JobApi } from "./job-api.js";
import { KeyApi } from "./key-api.js";
import { MemberApi } from "./member-api.js";
import { QueueApi } from "./queue-api.js";
import { SessionApi } from "./session-api.js";
import { SettingsApi } from "./settings-api.js";
import { TemplateApi } from "./template-api.js";
import { TransferApi } from "./transfer-api.js";
import { WorkflowApi } from "./workflow-api.js";
import { ViewApi } from "./view-api.js";

export interface Onward {
  interactions: InteractionApi;
  bulk: BulkApi;
  jobs: JobApi;
  workflows: WorkflowApi;
  templates: TemplateApi;
  customers: CustomerApi;
  coverage: CoverageApi;
  queue: QueueApi;
  members: MemberApi;
  campaigns: CampaignApi;
  conversations: ConversationApi;
  session: SessionApi;
  account: AccountApi;
  keys: KeyApi;
  audit: AuditApi;
  transfers: TransferApi;
  settings: SettingsApi;
  events: EventApi;
  views: ViewApi;
}

export function createOnward(options: OnwardOptions = {}): Onward {
  return over(new Connection(options));
}

export function over(connection: Connection): Onward {
  return {
    interactions: new InteractionApi(connection),
    bulk: new BulkApi(connection),
    jobs: new JobApi(connection),
    workflows: new WorkflowApi(connection),
    templates: new TemplateApi(connection),
    customers: new CustomerApi(connection),
    coverage: new CoverageApi(connection),
    queue: new QueueApi(connection),
    members: new MemberApi(connection),
    campaigns: new CampaignApi(connection),
    conversations: new ConversationApi(connection),
    session: new SessionApi(connection),
    account: new AccountApi(connection),
    keys: new KeyApi(connection),
    audit: new AuditApi(connection),
    transfers: new TransferApi(connection),
    settings: new SettingsApi(connection),
    events: new EventApi(connection),
    views: new ViewApi(connection),
  };
}
