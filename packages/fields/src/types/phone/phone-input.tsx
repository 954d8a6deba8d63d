import type { FieldInput } from "../../field-input.ts";
import { TypedInput } from "../../inputs/typed-input.tsx";
import { phone } from "./phone.ts";

export const PhoneInput: FieldInput = (props) => <TypedInput {...props} type={phone} inputType="tel" inputMode="tel" />;
