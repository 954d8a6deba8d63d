import { typedInput } from "../../inputs/typed-input.tsx";
import { text } from "./text.ts";

export const TextInput = typedInput(text);
