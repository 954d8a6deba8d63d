/** Counts failed attempts to sign in, by account and by address, for all processes together. */
export interface SignInThrottle {
  /** Seconds to wait before another attempt; 0 when one is allowed. */
  waitFor(account: string, address: string): Promise<number>;
  failed(account: string, address: string): Promise<void>;
  succeeded(account: string): Promise<void>;
}
