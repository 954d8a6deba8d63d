import type { FieldInput } from "../../field-input.ts";
import { TypedInput } from "../../inputs/typed-input.tsx";
import { email } from "./email.ts";

/** Not an input of type "email": browsers trim and convert what is typed in it. */
export const EmailInput: FieldInput = (props) => <TypedInput {...props} type={email} inputMode="email" />;
