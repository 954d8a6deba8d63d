import { fileApi } from "@crm/contract";
import type { FileRef } from "@crm/fields";
import type { FileStore } from "@crm/fields/react";
import { call, download, saveAs } from "../../lib/api.ts";
import { errorSentence } from "../../lib/error-sentence.ts";
import { notify } from "../../ui/notify.ts";

/** Downloads a file that an answer names. */
export function openAnswerFile({ id }: FileRef): void {
  download(fileApi.download, { params: { id } }).then(saveAs, (refusal: unknown) =>
    notify({ kind: "error", message: errorSentence(refusal) }),
  );
}

/** Where the files of the answers to a question go. */
export const answerFiles = (questionId: string): FileStore => ({
  async upload(file) {
    try {
      const query = { name: file.name.slice(-255), purpose: "answer" as const, questionId };
      const { id, name } = await call(fileApi.upload, { query, body: file });
      return { id, name };
    } catch (refusal) {
      throw new Error(errorSentence(refusal), { cause: refusal });
    }
  },
  open: openAnswerFile,
});
