import type { FieldInput } from "../../field-input.ts";
import { TypedInput } from "../../inputs/typed-input.tsx";
import { text } from "./text.ts";

export const TextInput: FieldInput = (props) => <TypedInput {...props} type={text} />;
