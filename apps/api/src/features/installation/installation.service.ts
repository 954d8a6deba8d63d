import { randomUUID, timingSafeEqual } from "node:crypto";
import { type InstallationInput, UserInput, type UserView } from "@crm/contract";
import { holdBeginning, isBare } from "@crm/db";
import type { z } from "zod";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { parseOrRefuse, refusedField } from "../../platform/issues.ts";
import { createOrganisation } from "../organisation/organisation.service.ts";
import { createUser } from "../user/user.service.ts";
import {
  demoState,
  firstOrganisation,
  hasUsers,
  installationRow,
  organisationNamed,
  setCodeNonce,
} from "./installation.queries.ts";

/** Processes that start within this time of each other print the same code. */
const togetherMs = 60_000;

type Administrator = Pick<z.input<typeof UserInput>, "firstName" | "lastName" | "email" | "password">;

/** Whether there is an account: the application is no one's to set up any more. */
export const isInstalled = (ctx: Ctx): Promise<boolean> => hasUsers(ctx);

/** What the set-up page asks first. */
export async function showInstallation(ctx: Ctx): Promise<{ open: boolean; demo: boolean }> {
  const open = !(await hasUsers(ctx));
  return { open, demo: open && (await isBare(ctx.db)) };
}

/** What the banner asks. */
export const showDemo = (ctx: Ctx) => demoState(ctx);

/**
 * The code that opens the set-up page, for the terminal: a new one at each start, the same for processes that start together.
 * Null once there is an account. 50 bits; the database keeps what it is made of, which tells nothing without the secret.
 */
export function newInstallationCode(ctx: Ctx): Promise<string | null> {
  return inTransaction(ctx, async (ctx) => {
    await holdBeginning(ctx.db);
    if (await hasUsers(ctx)) return null;
    const { codeNonce, codeAt } = await installationRow(ctx);
    if (codeNonce && codeAt && ctx.now().getTime() - codeAt.getTime() < togetherMs) return codeOf(ctx, codeNonce);
    const nonce = randomUUID();
    await setCodeNonce(ctx, nonce);
    return codeOf(ctx, nonce);
  });
}

/** Figures and letters that can't be taken for each other (Crockford's base 32): five bits each. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function codeOf(ctx: Ctx, nonce: string): string {
  const bytes = Buffer.from(ctx.digest(`installation:${nonce}`), "base64url").subarray(0, 10);
  const letters = [...bytes].map((byte) => alphabet[byte % 32]).join("");
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}

/** A code as it may be typed: in any case, with or without what parts it; O for 0, I and L for 1. */
const bare = (code: string) =>
  code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");

async function assertCode(ctx: Ctx, given: string): Promise<void> {
  const { codeNonce } = await installationRow(ctx);
  const wanted = Buffer.from(codeNonce ? bare(codeOf(ctx, codeNonce)) : "");
  const typed = Buffer.from(bare(given));
  if (wanted.length > 0 && typed.length === wanted.length && timingSafeEqual(typed, wanted)) return;
  throw refusedField("body/code", "wrongCode");
}

/**
 * Makes the first account, a « Gestionnaire » of the company, with the demo's data if they are wished; the code dies with it.
 * Refuses with ALREADY_INSTALLED once there is an account, with VALIDATION_FAILED at body/code for a wrong code, with
 * TOO_MANY_ATTEMPTS (details.seconds) after five of them from one address.
 */
export async function install(
  ctx: Ctx,
  { code, company, demo, ...person }: z.output<typeof InstallationInput>,
  address: string,
): Promise<void> {
  if (await hasUsers(ctx)) throw new Refusal("ALREADY_INSTALLED");
  const attempt = { purpose: "installation", account: address, address } as const; // each caller's own: a stranger's guesses keep nobody else out
  const seconds = await ctx.throttle.attempt(attempt);
  if (seconds > 0) throw new Refusal("TOO_MANY_ATTEMPTS", { seconds });
  await assertCode(ctx, code);
  await ctx.throttle.succeeded(attempt);
  await inTransaction(
    ctx,
    async (ctx) => {
      await holdBeginning(ctx.db);
      if (await hasUsers(ctx)) throw new Refusal("ALREADY_INSTALLED"); // meanwhile
      if (demo && (await isBare(ctx.db))) {
        const { loadDemo } = await import("@crm/db/seed");
        await loadDemo(ctx.db, { now: ctx.now(), signIn: false });
      }
      await createAdministrator(ctx, person, company);
      await setCodeNonce(ctx, null);
    },
    { timeout: 120_000 },
  );
}

/**
 * A « Gestionnaire » with the CRM open to him, of the organisation of that name, made when it is missing; without a name, of the
 * first there is. Refuses with VALIDATION_FAILED and EMAIL_TAKEN.
 */
export function createAdministrator(ctx: Ctx, person: Administrator, company = ""): Promise<UserView> {
  return inTransaction(ctx, async (ctx) => {
    const known = company ? await organisationNamed(ctx, company) : await firstOrganisation(ctx);
    const { id: organisationId } = known ?? (await createOrganisation(ctx, { name: company || "Mon entreprise" }));
    const input = { ...person, organisationId, profile: "admin", crmAccess: true };
    return createUser(ctx, parseOrRefuse(UserInput, input, "body"));
  });
}
