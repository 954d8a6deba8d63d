import { emailAddress } from "./email.ts";
import { readPhone } from "./phone.ts";
import { type FieldTypeName, fieldTypeOf, isFreeText } from "./registry.ts";

/** Where somebody can be reached. */
export type Reach = { way: "email" | "phone"; value: string };

/**
 * What an answer reaches somebody by: that to « E-mail » or « Téléphone », and any free text that is nothing but an address or a
 * recognised number; null for other answers, and for texts that only quote one. Never throws.
 */
export function reachOf(question: { type: FieldTypeName }, answer: unknown): Reach | null {
  if (typeof answer !== "string" || answer.trim() === "") return null;
  const { reach } = fieldTypeOf(question);
  if (reach) return { way: reach, value: answer };
  if (!isFreeText(question)) return null;
  const email = emailAddress().safeParse(answer);
  if (email.success) return { way: "email", value: email.data };
  const phone = readPhone(answer);
  return /^\+\d{9,15}$/.test(phone) ? { way: "phone", value: phone } : null;
}
