export interface Attempt {
  /** What is tried. Each counts for itself: what is typed for one of them can't use up another's tries. */
  purpose: "sign-in" | "password" | "forgotten" | "calendar" | "installation";
  /** What the secret would open. */
  account: string;
  /** Where it comes from, as IPv4 or IPv6; an IPv6 address counts for its /64, which one subscriber has whole. */
  address: string;
  /** A device that this account was opened on before: it counts alone, so that what strangers try locks nobody out of it. */
  device?: string | undefined;
}

/** Counts attempts, for all processes together: to guess a secret by account and by address, to send what anybody may by address. */
export interface Throttle {
  /**
   * Counts an attempt before it is made, so that many at once are all counted.
   * Answers the seconds to wait when there were too many (the attempt must not be made), else 0.
   */
  attempt(attempt: Attempt): Promise<number>;
  /** The attempt was right: the account, or the device, starts anew, the address gets it back. */
  succeeded(attempt: Attempt): Promise<void>;
  /** Counts what an address sends without signing in; answers as `attempt` does. */
  visit(address: string): Promise<number>;
}
