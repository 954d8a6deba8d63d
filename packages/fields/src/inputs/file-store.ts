import { createContext } from "react";
import type { FileRef } from "../field-type.ts";

/** What the application lends to the input of files: it alone knows how to reach the server. */
export interface FileStore {
  /** Sends a file; rejects with an Error whose message is a sentence for the person. */
  upload(file: File): Promise<FileRef>;
  /** Opens a stored file. */
  open(file: FileRef): void;
}

/** Without a store, files are shown but none can be added. */
export const FileStoreContext = createContext<FileStore | null>(null);
