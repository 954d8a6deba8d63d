import { v7 as uuid } from "uuid";
import { z } from "zod";
import { defineJob } from "../../platform/job.ts";
import { resetMailFor } from "./reset-mail.view.ts";
import { hashSecret, newSecret } from "./session.token.ts";

const hourMs = 3_600_000;

/**
 * Mails a link that sets a new password. The token is made here, so that it exists in the mail alone: neither
 * the job's payload nor the database holds it in clear. Killed after sending, it may mail a second, equally good link.
 */
export const resetMail = defineJob({
  name: "session.reset-mail",
  payload: z.object({ userId: z.uuid() }),
  attempts: 5,
  async run(ctx, { userId }) {
    const user = await ctx.db.user.findUnique({ where: { id: userId, active: true } });
    if (!user) return;
    const token = newSecret();
    const now = ctx.now();
    await ctx.db.passwordReset.deleteMany({ where: { userId, expiresAt: { lte: now } } });
    await ctx.db.passwordReset.create({
      data: { id: uuid(), userId, tokenHash: hashSecret(token), expiresAt: new Date(now.getTime() + hourMs) },
    });
    await ctx.mailer.send(resetMailFor(user, `${ctx.publicUrl}/reinitialiser#jeton=${token}`));
  },
});
