import { typedInput } from "../../inputs/typed-input.tsx";
import { url } from "./url.ts";

export const UrlInput = typedInput(url, { inputMode: "url", autoComplete: "off" });
