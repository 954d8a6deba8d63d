import { z } from "zod";
import { type Bilingual, defineFieldType } from "../../field-type.ts";
import { singleLine, unlessBlank } from "../../words.ts";

/** The kinds of files that a question may ask for, by the media types that the server finds in their bytes. */
const kinds: Record<string, { label: Bilingual; accepts: RegExp; picker: string }> = {
  any: { label: { fr: "Tous les fichiers", en: "All files" }, accepts: /^/, picker: "" },
  image: {
    label: { fr: "Images", en: "Images" },
    accepts: /^image\/(png|jpeg|gif|webp)$/,
    picker: "image/png,image/jpeg,image/gif,image/webp",
  },
  pdf: { label: { fr: "PDF", en: "PDF" }, accepts: /^application\/pdf$/, picker: "application/pdf,.pdf" },
  document: {
    label: {
      fr: "Documents (PDF, Word, Excel, PowerPoint, texte)",
      en: "Documents (PDF, Word, Excel, PowerPoint, text)",
    },
    accepts:
      /^(application\/(pdf|msword|vnd\.(ms-|openxmlformats-officedocument\.|oasis\.opendocument\.)[\w.-]+)|text\/(plain|csv))$/,
    picker: ".pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp,.txt,.csv",
  },
};
type Kind = "any" | "image" | "pdf" | "document";

/**
 * A file's name without what would deceive or break a cell: no control nor direction mark, no path, no semicolon. A name of
 * nothing else is « _ ».
 */
export const safeFileName = (name: string): string =>
  name
    .replace(/[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "")
    .replace(/[/\\]/g, "_")
    .replaceAll(";", ",")
    .trim() || "_";

const isId = (id: string) => z.uuid().safeParse(id).success;

/** A stored file; what stands for its id while it is being sent is none. */
const FileRef = z.object({
  id: z
    .string()
    .toLowerCase()
    .refine(isId, { params: { rule: "fileUnderWay" } }),
  name: singleLine().overwrite(safeFileName).max(255),
});

const separator = "; ";
const inCell = /^(.*) \[([0-9a-f-]{36})\]$/is;

/** Uploaded files: the answer names them, the file store keeps them. A cell names them too: « devis.pdf [its id] ». */
export const file = defineFieldType({
  label: { fr: "Fichier", en: "File" },
  description: { fr: "Un ou plusieurs fichiers déposés sur la fiche", en: "One or more files dropped on the card" },
  storage: "texts",
  operators: ["empty", "filled"],
  config: z.object({
    kinds: z.enum(Object.keys(kinds) as [Kind, ...Kind[]]).default("any"),
    maxFiles: z.int().min(1).max(10).default(1),
    maxSize: z.int().min(1).max(20).default(10),
  }),
  parameters: [
    {
      name: "kinds",
      kind: "option",
      label: { fr: "Fichiers acceptés", en: "Files accepted" },
      options: Object.entries(kinds).map(([value, { label }]) => ({ value, label })),
    },
    {
      name: "maxFiles",
      kind: "integer",
      label: { fr: "Nombre de fichiers au plus (1 à 10, 1 sinon)", en: "Files at most (1 to 10, else 1)" },
    },
    {
      name: "maxSize",
      kind: "integer",
      label: { fr: "Taille au plus, en Mo (1 à 20, 10 sinon)", en: "Size at most, in MB (1 to 20, else 10)" },
    },
  ],
  value: ({ maxFiles }) =>
    z
      .array(FileRef)
      .max(maxFiles)
      .refine((files) => files.length > 0, { params: { rule: "required" }, abort: true })
      .overwrite((files) => files.filter(({ id }, place) => files.findIndex((other) => other.id === id) === place)),
  parse: unlessBlank((cell) => {
    const files = cell
      .split(";")
      .filter((part) => part.trim() !== "")
      .map((part) => inCell.exec(part.trim()));
    return files.every((match) => match !== null) ? files.map(([, name = "", id = ""]) => ({ id, name })) : cell;
  }),
  toCell: (files) => files.map(({ id, name }) => `${name} [${id}]`).join(separator),
  toText: (files) => files.map(({ name }) => name).join(", "),
  upload: ({ kinds: kind, maxFiles, maxSize }) => ({
    maxBytes: maxSize * 1024 * 1024,
    maxFiles,
    accepts: (mediaType) => kinds[kind]?.accepts.test(mediaType) ?? false,
    picker: kinds[kind]?.picker ?? "",
  }),
});
