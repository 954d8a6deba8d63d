import { Password } from "@crm/contract";
import { z } from "zod";

/** A new password typed twice. */
export const PasswordTwice = z.object({ password: Password, confirmation: z.string() });

/** Whether both are the same: checked beside the schema, as its sentence names the field. */
export const sameTwice = ({ password, confirmation }: { password: string; confirmation: string }): boolean =>
  password === confirmation;
