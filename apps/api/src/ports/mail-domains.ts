/** Knows which domains take mail. */
export interface MailDomains {
  /** Null: nobody could say (no network, no answer in time); worth asking again later. Never rejects. */
  accepts(domain: string): Promise<boolean | null>;
}
