import type { Mail, Mailer } from "../../ports/mailer.ts";

/** Keeps what was sent; can be told to fail next time, or until it is told otherwise (`away`). */
export function memoryMailer(): Mailer & { sent: Mail[]; away: boolean; failNext(error: Error): void } {
  const sent: Mail[] = [];
  let failure: Error | undefined;
  const mailer = {
    sent,
    away: false,
    failNext(error: Error) {
      failure = error;
    },
    async send(mail: Mail) {
      const error = failure;
      failure = undefined;
      if (error) throw error;
      if (mailer.away) throw new Error("the carrier is away");
      sent.push(mail);
      return String(sent.length);
    },
  };
  return mailer;
}
