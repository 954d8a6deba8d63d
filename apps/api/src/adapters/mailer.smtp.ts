import type { Mailer } from "../ports/mailer.ts";

/** Any SMTP server, by its address (smtp://user:password@host:port). */
export function smtpMailer({ url, from }: { url: string; from: string }): Mailer {
  // At the first message: most processes send none.
  let transport: ReturnType<typeof open> | undefined;
  const open = async () => (await import("nodemailer")).createTransport(url, { from });
  return {
    async send(mail) {
      transport ??= open();
      return (await (await transport).sendMail(mail)).messageId;
    },
  };
}
