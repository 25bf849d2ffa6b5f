// Members: the people who work in a tenant, and the invitations that make them.

import { answered, following } from "./connection.js";
import type { CallOptions, Connection, PostOptions, WriteOptions } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class MemberApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  listMembers = (query: types.MemberFilters = {}, options: CallOptions = {}): Promise<types.MemberPage> =>
    answered(sdk.listMembers({ ...this.#connection.reading(options), query }));

  /** All of them, fetched page after page. */
  eachMember = (
    query: types.MemberFilters = {},
    options: CallOptions = {},
  ): AsyncGenerator<types.Member, void> =>
    following((cursor) => this.listMembers({ ...query, cursor: cursor ?? query.cursor }, options));

  createMember = (body: types.CreateMember, options: PostOptions = {}): Promise<types.Member> =>
    answered(sdk.createMember({ ...this.#connection.posting(options), body }));

  getMember = (id: string, options: CallOptions = {}): Promise<types.Member> =>
    answered(sdk.getMember({ ...this.#connection.reading(options), path: of(id) }));

  updateMember = (id: string, body: types.UpdateMember, options: WriteOptions = {}): Promise<types.Member> =>
    answered(sdk.editMember({ ...this.#connection.writing(options), path: of(id), body }));

  /** Their work goes to another member (an id), to each customer's owner (`owners`) or to nobody (`nobody`). */
  deactivateMember = (id: string, handOverTo: string, options: PostOptions = {}): Promise<types.Deactivated> => {
    const body = { hand_over_to: handOverTo };
    return answered(sdk.deactivateMember({ ...this.#connection.posting(options), path: of(id), body }));
  };

  reactivateMember = (id: string, options: PostOptions = {}): Promise<types.Member> =>
    answered(sdk.reactivateMember({ ...this.#connection.posting(options), path: of(id) }));

  /** The answer holds the link where the server sends no mail; it is shown this once. */
  createInvitation = (
    email: string,
    role: types.Role,
    options: CallOptions = {},
  ): Promise<types.InvitationMade> =>
    answered(sdk.createInvitation({ ...this.#connection.writing(options), body: { email, role } }));

  /** Those that are still open. */
  listInvitations = async (options: CallOptions = {}): Promise<types.Invitation[]> =>
    (await answered(sdk.listInvitations(this.#connection.reading(options)))).data;

  withdrawInvitation = async (id: string, options: CallOptions = {}): Promise<void> => {
    await answered(sdk.withdrawInvitation({ ...this.#connection.writing(options), path: { invitation_id: id } }));
  };

  /** What the holder of an invitation's token is asked to join. */
  previewInvitation = (token: string, options: CallOptions = {}): Promise<types.InvitationPreview> =>
    answered(sdk.previewInvitation({ ...this.#connection.writing(options), body: { token } }));

  acceptInvitation = (body: types.AcceptInvitation, options: CallOptions = {}): Promise<types.Accepted> =>
    answered(sdk.acceptInvitation({ ...this.#connection.writing(options), body }));
}

function of(id: string) {
  return { member_id: id };
}
