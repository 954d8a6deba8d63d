import type { Certificate, PageQuery } from "@crm/contract";
import type { z } from "zod";
import type { Ctx } from "../../platform/context.ts";
import { found } from "../../platform/error.ts";
import { certificatePage, certificateRow, type StoredCertificate } from "./certificate.queries.ts";

const toCertificate = ({ requestedAt, executedAt, ...row }: StoredCertificate): Certificate => ({
  ...row,
  requestedAt: requestedAt.toISOString(),
  executedAt: executedAt.toISOString(),
});

/** Certificates of anonymisation, latest first. */
export async function listCertificates(ctx: Ctx, page: z.output<typeof PageQuery>) {
  const { rows, next } = await certificatePage(ctx, page);
  return { rows: rows.map(toCertificate), next, count: null };
}

/** One certificate. Refuses with NOT_FOUND. */
export const showCertificate = async (ctx: Ctx, id: string): Promise<Certificate> =>
  toCertificate(found(await certificateRow(ctx, id), "certificate", id));
