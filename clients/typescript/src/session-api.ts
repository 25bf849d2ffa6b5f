// Sessions of people in browsers: signing in and out. The cookie that keeps one is the browser's, no code sees it.

import { answered } from "./connection.js";
import type { CallOptions, Connection } from "./connection.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export class SessionApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** With `second_factor_needed` the session begins once `sendSecondFactor` has sent the code. */
  signIn = (email: string, password: string, options: CallOptions = {}): Promise<types.SignedIn> =>
    answered(sdk.signIn({ ...this.#connection.writing(options), body: { email, password } }));

  /** A code of the authenticator app, or a recovery code. */
  sendSecondFactor = (code: string, options: CallOptions = {}): Promise<types.SignedIn> =>
    answered(sdk.sendSecondFactor({ ...this.#connection.writing(options), body: { code } }));

  /** Where to lead the browser for single sign-on; it comes back signed in. */
  singleSignOnAddress = (): string => this.#connection.address("/v1/session/oidc");

  signOut = async (options: CallOptions = {}): Promise<void> => {
    await answered(sdk.signOut(this.#connection.writing(options)));
  };

  listSessions = async (options: CallOptions = {}): Promise<types.Session[]> =>
    (await answered(sdk.listSessions(this.#connection.reading(options)))).data;

  endSession = async (id: string, options: CallOptions = {}): Promise<void> => {
    await answered(sdk.endSession({ ...this.#connection.writing(options), path: { session_id: id } }));
  };

  /** Signs out everywhere else; how many sessions ended. */
  endOtherSessions = async (options: CallOptions = {}): Promise<number> =>
    (await answered(sdk.endOtherSessions(this.#connection.writing(options)))).ended;
}
