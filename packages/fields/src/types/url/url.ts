import { z } from "zod";
import { defineFieldType } from "../../field-type.ts";
import { singleLine, unlessBlank } from "../../words.ts";

/** Completed with https:// when it has no scheme; a scheme that is not the web's stays, and is refused. */
function readUrl(text: string): string {
  const address = text.trim().replace(/\s+/g, "%20");
  if (
    address === "" ||
    /^([a-z][a-z\d+.-]*:\/\/|(javascript|data|mailto|tel|file|vbscript|blob|about):)/i.test(address)
  )
    return address;
  return `https://${address.replace(/^\/\//, "")}`;
}

export const url = defineFieldType({
  label: { fr: "Adresse web", en: "Web address" },
  description: { fr: "Le lien d’un site ou d’une page", en: "The link of a site or a page" },
  storage: "text",
  config: z.object({}),
  parameters: [],
  value: () =>
    singleLine()
      .overwrite(readUrl)
      .max(2000)
      .pipe(z.url({ protocol: /^https?$/, hostname: /^[^.]+(\.[^.]+)+\.?$/ })),
  parse: unlessBlank((cell) => readUrl(cell)),
  toCell: (answer) => answer,
  toText: (answer) => answer,
});
