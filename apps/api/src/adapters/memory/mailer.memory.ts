import type { Mail, Mailer } from "../../ports/mailer.ts";

/** Keeps what was sent; can be told to fail next time. */
export function memoryMailer(): Mailer & { sent: Mail[]; failNext(error: Error): void } {
  const sent: Mail[] = [];
  let failure: Error | undefined;
  return {
    sent,
    failNext(error) {
      failure = error;
    },
    async send(mail) {
      const error = failure;
      failure = undefined;
      if (error) throw error;
      sent.push(mail);
      return String(sent.length);
    },
  };
}
