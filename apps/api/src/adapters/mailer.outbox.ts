import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Mailer } from "../ports/mailer.ts";

/** Without an SMTP server: each message becomes a .eml file in `folder`, to be read with any mail program. */
export function outboxMailer({ folder, from }: { folder: string; from: string }): Mailer {
  return {
    async send(mail) {
      const { createTransport } = await import("nodemailer"); // most processes send nothing
      const transport = createTransport({ streamTransport: true, buffer: true }, { from });
      const { message, messageId } = await transport.sendMail(mail);
      await mkdir(folder, { recursive: true });
      const file = join(
        folder,
        `${new Date().toISOString().replaceAll(":", "-")}-${crypto.randomUUID().slice(0, 8)}.eml`,
      );
      await writeFile(`${file}.part`, message as Buffer, { mode: 0o600 });
      await rename(`${file}.part`, file);
      return messageId;
    },
  };
}
