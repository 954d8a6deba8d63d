import { v7 as uuid } from "uuid";
import { z } from "zod";
import { inTransaction } from "../../platform/context.ts";
import { defineJob, mailTries } from "../../platform/job.ts";
import { resetMailFor } from "./reset-mail.view.ts";
import { lockUser } from "./session.queries.ts";
import { hashSecret, newSecret } from "./session.token.ts";

const hourMs = 3_600_000;

/**
 * Mails a link that sets a new password. The token is made here, so that it exists in the mail alone: neither
 * the job's payload nor the database holds it in clear. Killed after sending, it may mail a second, equally good link.
 */
export const resetMail = defineJob({
  name: "session.reset-mail",
  payload: z.object({ userId: z.uuid() }),
  ...mailTries,
  atOnce: 3,
  async run(ctx, { userId }) {
    const token = newSecret();
    // Under the user's lock: a link that goes to an address is there to be killed when the address changes.
    const user = await inTransaction(ctx, async (ctx) => {
      await lockUser(ctx, userId);
      const user = await ctx.db.user.findUnique({ where: { id: userId, active: true } });
      if (!user) return null;
      const now = ctx.now();
      await ctx.db.passwordReset.deleteMany({ where: { userId, expiresAt: { lte: now } } });
      await ctx.db.passwordReset.create({
        data: { id: uuid(), userId, tokenHash: hashSecret(token), expiresAt: new Date(now.getTime() + hourMs) },
      });
      return user;
    });
    if (user) await ctx.mailer.send(resetMailFor(user, `${ctx.publicUrl}/reinitialiser#jeton=${token}`));
  },
});
