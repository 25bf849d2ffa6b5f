// The wire's types under the names that this client's callers use.

import type * as wire from "./generated/types.gen.js";

export type Interaction = wire.InteractionOut;
export type InteractionPage = wire.InteractionPageOut;
export type Completion = wire.CompletionOut;
export type NextStep = wire.NextStepOut;
export type Undone = wire.UndoneOut;
export type Template = wire.TemplateOut;
export type TemplatePage = wire.TemplatePageOut;
export type Simulation = wire.SimulationOut;
export type Customer = wire.CustomerOut;
export type CustomerPage = wire.CustomerPageOut;
export type Member = wire.MemberOut;
export type MemberPage = wire.MemberPageOut;
export type Campaign = wire.CampaignOut;
export type CampaignPage = wire.CampaignPageOut;
export type Conversation = wire.ConversationOut;
export type ConversationPage = wire.ConversationPageOut;

export type CreateInteraction = wire.CreateInteractionIn;
export type UpdateInteraction = wire.EditInteractionIn;
export type ExplicitNext = wire.NextIn;
/** What a completion may say besides its outcome and details. */
export type CompleteMore = Omit<wire.CompleteInteractionIn, "outcome" | "outcome_details">;
export type CancelInteraction = wire.CancelInteractionIn;
export type RescheduleInteraction = wire.RescheduleInteractionIn;
export type StartWorkflow = wire.StartWorkflowIn;
export type CreateTemplate = wire.CreateTemplateIn;
export type UpdateTemplate = wire.EditTemplateIn;
export type TemplateDraft = wire.DefinitionIn;
export type SimulateTemplate = wire.SimulateTemplateIn;
export type CreateCustomer = wire.CreateCustomerIn;
export type PutCustomer = wire.PutCustomerIn;
export type CreateMember = wire.CreateMemberIn;
export type CreateCampaign = wire.CreateCampaignIn;
export type CreateConversation = wire.CreateConversationIn;

export type { Branch, Fault, Problem, Step } from "./generated/types.gen.js";

type QueryOf<T extends { query?: unknown }> = NonNullable<T["query"]>;

export type InteractionFilters = QueryOf<wire.ListInteractionsData>;
export type PendingPage = QueryOf<wire.ListPendingInteractionsData>;
export type TemplateFilters = QueryOf<wire.ListTemplatesData>;
export type CustomerFilters = QueryOf<wire.ListCustomersData>;
export type MemberFilters = QueryOf<wire.ListMembersData>;
export type CampaignFilters = QueryOf<wire.ListCampaignsData>;
export type ConversationFilters = QueryOf<wire.ListConversationsData>;
