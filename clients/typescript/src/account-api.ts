// One's own account: who one is, the password, the second factor; and the first account of a new server.

import { answered } from "./connection.js";
import type { CallOptions, Connection } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class AccountApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  getMe = (options: CallOptions = {}): Promise<types.Me> => answered(sdk.getMe(this.#connection.reading(options)));

  /** The other sessions end. */
  changePassword = async (body: types.ChangePassword, options: CallOptions = {}): Promise<void> => {
    await answered(sdk.changePassword({ ...this.#connection.writing(options), body }));
  };

  /** A secret for the authenticator app; it counts once `confirmSecondFactor` has sent one of its codes. */
  enrolSecondFactor = (password: string, options: CallOptions = {}): Promise<types.Enrolled> =>
    answered(sdk.enrolSecondFactor({ ...this.#connection.writing(options), body: { password } }));

  /** The recovery codes, shown this once. */
  confirmSecondFactor = async (code: string, options: CallOptions = {}): Promise<string[]> =>
    (await answered(sdk.confirmSecondFactor({ ...this.#connection.writing(options), body: { code } }))).recovery_codes;

  disableSecondFactor = async (password: string, options: CallOptions = {}): Promise<void> => {
    await answered(sdk.disableSecondFactor({ ...this.#connection.writing(options), body: { password } }));
  };

  /** New recovery codes, shown this once; the old ones end. */
  renewRecoveryCodes = async (password: string, options: CallOptions = {}): Promise<string[]> =>
    (await answered(sdk.renewRecoveryCodes({ ...this.#connection.writing(options), body: { password } })))
      .recovery_codes;

  /** Sends a link by mail; false where the server sends none, and the administrator makes the link. */
  askPasswordReset = async (email: string, options: CallOptions = {}): Promise<boolean> =>
    (await answered(sdk.askPasswordReset({ ...this.#connection.writing(options), body: { email } }))).is_mail_set_up;

  /** A new password, by the token of such a link. */
  acceptPasswordReset = async (token: string, newPassword: string, options: CallOptions = {}): Promise<void> => {
    const body = { token, new_password: newPassword };
    await answered(sdk.acceptPasswordReset({ ...this.#connection.writing(options), body }));
  };

  /** Whether anybody can sign in to this server yet. */
  getSetup = (options: CallOptions = {}): Promise<types.SetupState> =>
    answered(sdk.getSetup(this.#connection.reading(options)));

  /** The first tenant and its owner, by the token of the link in the server's log. */
  setUp = (body: types.SetUp, options: CallOptions = {}): Promise<types.SetUpDone> =>
    answered(sdk.setUp({ ...this.#connection.writing(options), body }));
}
