import type { Readable } from "node:stream";
import yauzl from "yauzl";
import { UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";
import type { SheetLimits } from "./sheet.limits.ts";
import { type XmlHandler, XmlScanner } from "./xml.scanner.ts";

/** A workbook has some dozens of parts. */
const mostEntries = 10_000;

/** A zip whose parts are read as XML, one pot of inflated bytes for all of them. */
export interface Archive {
  has(name: string): boolean;
  /** Reads a part as it inflates; `afterChunk` may hand on what is ready. `limit`: its own bound, in bytes. */
  scan<T>(
    name: string,
    handler: XmlHandler,
    options?: { limit?: number; ready?: () => T | undefined },
  ): AsyncGenerator<T>;
  close(): void;
}

export async function openArchive(path: string, limits: SheetLimits): Promise<Archive> {
  const zip = await opened(path);
  const entries = new Map<string, yauzl.Entry>();
  let declared = 0;
  await new Promise<void>((resolve, reject) => {
    zip.on("error", () => reject(new UnreadableSpreadsheet("FILE_BROKEN")));
    zip.on("end", resolve);
    zip.on("entry", (entry: yauzl.Entry) => {
      declared += entry.uncompressedSize;
      if (declared > limits.inflatedBytes || entries.size >= mostEntries)
        return reject(new UnreadableSpreadsheet("FILE_INFLATES_TOO_MUCH"));
      if ((entry.generalPurposeBitFlag & 1) !== 0) return reject(new UnreadableSpreadsheet("FILE_ENCRYPTED"));
      entries.set(entry.fileName.replace(/^\//, "").toLowerCase(), entry);
      zip.readEntry();
    });
    zip.readEntry();
  }).catch((error: unknown) => {
    zip.close();
    throw error;
  });

  let inflated = 0;
  return {
    has: (name) => entries.has(name.toLowerCase()),
    close: () => zip.close(),
    async *scan(name, handler, { limit = Number.POSITIVE_INFINITY, ready } = {}) {
      const entry = entries.get(name.toLowerCase());
      if (!entry) return;
      const [scanner, decoder] = [new XmlScanner(handler), new TextDecoder()];
      let size = 0;
      for await (const chunk of await streamOf(zip, entry)) {
        size += chunk.length;
        inflated += chunk.length; // what the archive declares may be a lie
        if (inflated > limits.inflatedBytes || size > limit) throw new UnreadableSpreadsheet("FILE_INFLATES_TOO_MUCH");
        scanner.write(decoder.decode(chunk, { stream: true }));
        const part = ready?.();
        if (part !== undefined) yield part;
      }
      scanner.end();
    },
  };
}

const opened = (path: string) =>
  new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) reject(new UnreadableSpreadsheet("FILE_BROKEN"));
      else resolve(zip);
    });
  });

const streamOf = (zip: yauzl.ZipFile, entry: yauzl.Entry) =>
  new Promise<Readable>((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(new UnreadableSpreadsheet("FILE_BROKEN"));
      else resolve(stream);
    });
  });
