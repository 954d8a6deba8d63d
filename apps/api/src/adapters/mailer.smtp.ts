import type { Mailer } from "../ports/mailer.ts";

/** How long a server may take, in ms, to be reached, to greet, and to say anything later on: one that hangs fails, and is tried again. */
const patience = { dnsTimeout: 10_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 };

/** Any SMTP server, by its address (smtp://user:password@host:port). `patience` is for tests. */
export function smtpMailer({ url, from, ...over }: { url: string; from: string } & Partial<typeof patience>): Mailer {
  // At the first message: most processes send none.
  let transport: ReturnType<typeof open> | undefined;
  const open = async () => (await import("nodemailer")).createTransport({ url, ...patience, ...over }, { from });
  return {
    async send(mail) {
      transport ??= open();
      return (await (await transport).sendMail(mail)).messageId;
    },
  };
}
