import { createTransport } from "nodemailer";
import type { Mailer } from "../ports/mailer.ts";

/** Any SMTP server, by its address (smtp://user:password@host:port). */
export function smtpMailer({ url, from }: { url: string; from: string }): Mailer {
  const transport = createTransport(url, { from });
  return { send: async (mail) => (await transport.sendMail(mail)).messageId };
}
