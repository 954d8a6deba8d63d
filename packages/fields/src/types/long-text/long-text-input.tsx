import { typedInput } from "../../inputs/typed-input.tsx";
import { longText } from "./long-text.ts";

export const LongTextInput = typedInput(longText, { lines: { least: 3, most: 12 } });
