// The wire's types under the names that this client's callers use.

import type * as wire from "./generated/types.gen.js";

export type Interaction = wire.InteractionOut;
export type InteractionPage = wire.InteractionPageOut;
export type Completion = wire.CompletionOut;
export type NextStep = wire.NextStepOut;
export type Undone = wire.UndoneOut;
/** What came of a bulk act. */
export type Bulk = wire.BulkOut;
export type Job = wire.JobOut;
export type JobPage = wire.JobPageOut;
export type JobItem = wire.JobItemOut;
export type JobItemPage = wire.JobItemPageOut;
export type Template = wire.TemplateOut;
export type TemplatePage = wire.TemplatePageOut;
export type Simulation = wire.SimulationOut;
export type Customer = wire.CustomerOut;
export type CustomerPage = wire.CustomerPageOut;
export type Note = wire.NoteOut;
export type NotePage = wire.NotePageOut;
export type Merge = wire.MergeOut;
/** What a merge may say besides the duplicate. */
export type MergeMore = Omit<wire.MergeCustomersIn, "from">;
export type Timeline = wire.TimelineOut;
export type TimelineEntry = wire.TimelineEntryOut;
export type Coverage = wire.CoverageOut;
export type Uncovered = wire.UncoveredOut;
export type CoverageRepair = wire.CoverageRepairOut;
export type Repaired = wire.RepairedOut;
export type Member = wire.MemberOut;
export type MemberPage = wire.MemberPageOut;
export type Campaign = wire.CampaignOut;
export type CampaignPage = wire.CampaignPageOut;
export type Conversation = wire.ConversationOut;
export type ConversationPage = wire.ConversationPageOut;
export type Deactivated = wire.DeactivatedOut;
export type Invitation = wire.InvitationOut;
export type InvitationMade = wire.InvitationMadeOut;
export type InvitationPreview = wire.InvitationPreviewOut;
export type Accepted = wire.AcceptedOut;
export type SignedIn = wire.SignedInOut;
export type Session = wire.SessionOut;
export type Me = wire.MeOut;
export type Enrolled = wire.EnrolledOut;
export type SetupState = wire.SetupStateOut;
export type SetUpDone = wire.SetUpOut;
export type Key = wire.KeyOut;
export type KeyMade = wire.KeyMadeOut;
export type AuditEntry = wire.AuditEntryOut;
export type AuditPage = wire.AuditPageOut;
export type WorldTaken = wire.WorldTakenOut;
export type Role = Member["role"];

export type Settings = wire.SettingsOut;
export type SettingsPreview = wire.SettingsPreviewOut;
export type DayOff = wire.DayOffOut;
export type InteractionType = wire.TypeOut;
export type Outcome = wire.OutcomeOut;

export type CreateInteraction = wire.CreateInteractionIn;
export type UpdateInteraction = wire.EditInteractionIn;
export type ExplicitNext = wire.NextIn;
/** What a completion may say besides its outcome and details. */
export type CompleteMore = Omit<wire.CompleteInteractionIn, "outcome" | "outcome_details">;
export type CancelInteraction = wire.CancelInteractionIn;
export type RescheduleInteraction = wire.RescheduleInteractionIn;
export type BulkCreate = wire.BulkCreateIn;
export type BulkComplete = wire.BulkCompleteIn;
export type BulkReschedule = wire.BulkRescheduleIn;
export type BulkAssign = wire.BulkAssignIn;
export type BulkSkip = wire.BulkSkipIn;
export type BulkCancel = wire.BulkCancelIn;
export type StartWorkflow = wire.StartWorkflowIn;
export type CreateTemplate = wire.CreateTemplateIn;
export type UpdateTemplate = wire.EditTemplateIn;
export type TemplateDraft = wire.DefinitionIn;
export type SimulateTemplate = wire.SimulateTemplateIn;
export type UpdateSettings = wire.SettingsIn;
export type PutType = wire.PutTypeIn;
export type PutOutcome = wire.PutOutcomeIn;
export type CreateCustomer = wire.CreateCustomerIn;
export type PutCustomer = wire.PutCustomerIn;
export type RepairCoverage = wire.RepairCoverageIn;
export type CreateMember = wire.CreateMemberIn;
export type CreateCampaign = wire.CreateCampaignIn;
export type CreateConversation = wire.CreateConversationIn;
export type UpdateMember = wire.EditMemberIn;
export type AcceptInvitation = wire.AcceptInvitationIn;
export type ChangePassword = wire.ChangePasswordIn;
export type SetUp = wire.SetUpIn;
export type CreateKey = wire.CreateKeyIn;

export type { Branch, Fault, Problem, Step } from "./generated/types.gen.js";

type QueryOf<T extends { query?: unknown }> = NonNullable<T["query"]>;

export type InteractionFilters = QueryOf<wire.ListInteractionsData>;
export type PendingPage = QueryOf<wire.ListPendingInteractionsData>;
export type JobFilters = QueryOf<wire.ListJobsData>;
export type JobItemFilters = QueryOf<wire.ListJobItemsData>;
export type TemplateFilters = QueryOf<wire.ListTemplatesData>;
export type DaysOffSpan = QueryOf<wire.ListDaysOffData>;
export type VocabularyFilters = QueryOf<wire.ListTypesData>;
export type CustomerFilters = QueryOf<wire.ListCustomersData>;
export type TimelineFilters = QueryOf<wire.GetTimelineData>;
export type NoteFilters = QueryOf<wire.ListNotesData>;
export type CoverageFilters = QueryOf<wire.GetCoverageData>;
export type MemberFilters = QueryOf<wire.ListMembersData>;
export type CampaignFilters = QueryOf<wire.ListCampaignsData>;
export type ConversationFilters = QueryOf<wire.ListConversationsData>;
export type AuditFilters = QueryOf<wire.ListAuditData>;
export type AuditExport = QueryOf<wire.ExportAuditData>;
