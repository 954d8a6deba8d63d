import type { FieldInput } from "../../field-input.ts";
import { TypedInput } from "../../inputs/typed-input.tsx";
import { url } from "./url.ts";

export const UrlInput: FieldInput = (props) => <TypedInput {...props} type={url} inputMode="url" />;
