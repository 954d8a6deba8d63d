/** Counts attempts, for all processes together: to guess a secret by account and by address, to send what anybody may by address. */
export interface Throttle {
  /**
   * Counts an attempt before it is made, so that many at once are all counted.
   * Answers the seconds to wait when there were too many (the attempt must not be made), else 0.
   */
  attempt(account: string, address: string): Promise<number>;
  /** The attempt was right: the account starts anew, the address gets it back. */
  succeeded(account: string, address: string): Promise<void>;
  /** Counts what an address sends without signing in; answers as `attempt` does. */
  visit(address: string): Promise<number>;
}
