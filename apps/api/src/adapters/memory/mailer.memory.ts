import type { Mail, Mailer } from "../../ports/mailer.ts";

/** Keeps what was sent; can be told to fail next time, or until it is told otherwise (`away`). */
export function memoryMailer(): Mailer & { sent: Mail[]; away: boolean; failNext(error: Error): void } {
  const sent: Mail[] = [];
  let failure: Error | undefined;
  return {
    sent,
    away: false,
    failNext(error) {
      failure = error;
    },
    async send(mail) {
      const error = failure;
      failure = undefined;
      if (error) throw error;
      if (this.away) throw new Error("the carrier is away");
      sent.push(mail);
      return String(sent.length);
    },
  };
}
