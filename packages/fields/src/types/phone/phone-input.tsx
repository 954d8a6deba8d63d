import { typedInput } from "../../inputs/typed-input.tsx";
import { phone } from "./phone.ts";

export const PhoneInput = typedInput(phone, { inputType: "tel", inputMode: "tel", autoComplete: "off" });
