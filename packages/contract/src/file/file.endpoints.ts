import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";
import { IdParams, line } from "../shared/page.ts";

export const FileView = z.object({
  id: z.uuid(),
  name: z.string(),
  mediaType: z.string(),
  size: z.int(),
  createdAt: z.iso.datetime(),
});
export type FileView = z.infer<typeof FileView>;

/** What an upload is for, with its bound in bytes; an answer's is its question's. */
export const uploadLimits = {
  photo: 8 * 1024 * 1024,
  import: 256 * 1024 * 1024,
  attachment: 20 * 1024 * 1024,
} as const;
export type UploadPurpose = keyof typeof uploadLimits;

export const fileApi = {
  upload: endpoint({
    method: "POST",
    url: "/files",
    config: { access: "signed-in" },
    schema: {
      summary: "Upload a file: its bytes are the body (application/octet-stream)",
      querystring: z.object({
        name: line(255).min(1),
        purpose: z.enum(["photo", "import", "attachment", "answer"]),
        questionId: z.uuid().optional(),
      }),
      body: z.unknown(),
      response: { 201: FileView },
    },
  }),
  download: endpoint({
    method: "GET",
    url: "/files/:id/content",
    config: { access: "signed-in" },
    schema: { summary: "The bytes of a file one may read", params: IdParams, response: { 200: z.unknown() } },
  }),
};
