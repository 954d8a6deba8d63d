import { plural } from "@lingui/core/macro";
import { formatNumber } from "../../lib/format.ts";

export const submissionsPath = "/formulaires/enregistrements";

/** « 1 234 enregistrements ». */
export const submissionTotal = (value: number, shown: string = formatNumber(value)): string =>
  plural(value, { 0: "Aucun enregistrement", one: "# enregistrement", other: `${shown} enregistrements` });
