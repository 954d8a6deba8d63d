import { typedInput } from "../../inputs/typed-input.tsx";
import { email } from "./email.ts";

/** Not an input of type "email": browsers trim and convert what is typed in it. */
export const EmailInput = typedInput(email, { inputMode: "email", autoComplete: "off" });
