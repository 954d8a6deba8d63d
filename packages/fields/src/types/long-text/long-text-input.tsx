import type { FieldInput } from "../../field-input.ts";
import { TypedInput } from "../../inputs/typed-input.tsx";
import { longText } from "./long-text.ts";

export const LongTextInput: FieldInput = (props) => (
  <TypedInput {...props} type={longText} lines={{ least: 3, most: 12 }} />
);
