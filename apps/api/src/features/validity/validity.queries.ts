import type { ValidityVerdict } from "@crm/contract";
import type { Ctx } from "../../platform/context.ts";

/** Contacts behind `after` whose e-mail waits to be judged; those whose domain is to be left alone for a while are passed over. */
export const unchecked = (ctx: Ctx, after: string, size: number) =>
  ctx.db.$queryRaw<{ id: string; email: string }[]>`
    SELECT c.id, c.email FROM contacts c
    WHERE c.email_checked_at IS NULL AND c.deleted_at IS NULL AND c.id > ${after}::uuid AND NOT EXISTS (
      SELECT 1 FROM mail_domains d
      WHERE d.name = lower(substring(email_key(c.email) from '[^@]*$')) AND d.accepts IS NULL AND d.until > ${ctx.now()})
    ORDER BY c.email_checked_at, c.id LIMIT ${size}`;

export interface Judged extends ValidityVerdict {
  id: string;
  email: string;
}

/** Writes verdicts on contacts whose e-mail is still the one judged. It is no edit of the card: its version stays. */
export async function writeVerdicts(ctx: Ctx, judged: Judged[]): Promise<void> {
  if (judged.length === 0) return;
  await ctx.db.$executeRaw`
    UPDATE contacts c SET email_validity = j.validity::email_validity, email_checked_at = ${ctx.now()}
    FROM (SELECT c.id, r.validity FROM jsonb_to_recordset(${JSON.stringify(judged)}::jsonb) AS r(id uuid, email text, validity text)
          JOIN contacts c ON c.id = r.id AND c.email = r.email ORDER BY c.id FOR NO KEY UPDATE OF c) AS j
    WHERE c.id = j.id`;
}
