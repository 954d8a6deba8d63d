import type { Ctx } from "../../platform/context.ts";
import { hashSecret, isSecret, newSecret } from "./session.token.ts";

/** Days that a browser is known for after it was last signed in to an account. */
export const deviceDays = 365;

/** The mark of a browser that an account (`emailKey`) was opened on: a cookie of its own for each account, which its name doesn't tell. */
export const deviceCookie = (ctx: Ctx, account: string): string =>
  `crm_device_${ctx.digest(`device-name:${account}`).slice(0, 16)}`;

const seal = (ctx: Ctx, account: string, id: string) => ctx.digest(`device:${account}:${id}`);

/** The value of that cookie; `id`: the device's, when it has one. It signs nobody in: it makes guesses count apart. */
export const deviceMark = (ctx: Ctx, account: string, id: string = newSecret()): string =>
  `${id}.${seal(ctx, account, id)}`;

/** The device that a cookie's value names, if the application made it for this account. */
export function deviceOf(ctx: Ctx, account: string, mark: string | undefined): string | undefined {
  const [id = "", given = ""] = (mark ?? "").split(".");
  return isSecret(given, hashSecret(seal(ctx, account, id))) ? id : undefined;
}
