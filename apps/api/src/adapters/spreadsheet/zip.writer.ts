import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createDeflateRaw } from "node:zlib";

/** A file of an archive, its content as it comes. */
export interface Part {
  name: string;
  content: Iterable<string> | AsyncIterable<string>;
}

/** Beyond, a size is written in 64 bits (APPNOTE 4.4.8). */
const most32 = 0xffffffff;
/** Names are UTF-8; sizes and checksum follow the content, which is written as it comes. */
const flags = 0x0808;
const deflated = 8;
/** Text of a table packs to a tenth at any level; the higher ones only take longer. */
const level = 3;

/** A zip, streamed: at no moment more than a few blocks of it are in memory. */
export async function* zipped(parts: Iterable<Part> | AsyncIterable<Part>): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  for await (const { name, content } of parts) {
    const title = Buffer.from(name);
    const head = Buffer.alloc(30);
    head.write("PK\x03\x04", "latin1");
    writeCommon(head, 4, { crc: 0, packed: 0, plain: 0 }, title.length);
    yield Buffer.concat([head, title]);
    const sizes = { crc: 0, packed: 0, plain: 0 };
    yield* deflate(content, sizes);
    const descriptor = tail(sizes);
    yield descriptor;
    directory.push(entry(title, offset, sizes));
    offset += head.length + title.length + sizes.packed + descriptor.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  yield Buffer.concat([listed, end]);
}

interface Sizes {
  crc: number;
  packed: number;
  plain: number;
}

async function* deflate(content: Part["content"], sizes: Sizes): AsyncGenerator<Buffer> {
  async function* counted() {
    for await (const text of content) {
      const bytes = Buffer.from(text);
      sizes.crc = crc32(bytes, sizes.crc);
      sizes.plain += bytes.length;
      yield bytes;
    }
  }
  const packer = createDeflateRaw({ level });
  const fed = pipeline(Readable.from(counted(), { objectMode: false }), packer);
  fed.catch(() => {}); // the packer is destroyed with the error, which reading it tells
  for await (const chunk of packer as AsyncIterable<Buffer>) {
    sizes.packed += chunk.length;
    yield chunk;
  }
  await fed;
}

/** What local header and directory say alike. */
function writeCommon(into: Buffer, at: number, { crc, packed, plain }: Sizes, name: number): void {
  into.writeUInt16LE(plain > most32 ? 45 : 20, at);
  into.writeUInt16LE(flags, at + 2);
  into.writeUInt16LE(deflated, at + 4);
  into.writeUInt32LE(0x00210000, at + 6); // 1 January 1980: nobody wants to know
  into.writeUInt32LE(crc, at + 10);
  into.writeUInt32LE(packed, at + 14);
  into.writeUInt32LE(Math.min(plain, most32), at + 18);
  into.writeUInt16LE(name, at + 22);
}

function tail({ crc, packed, plain }: Sizes): Buffer {
  const large = plain > most32;
  const bytes = Buffer.alloc(large ? 24 : 16);
  bytes.write("PK\x07\x08", "latin1");
  bytes.writeUInt32LE(crc, 4);
  if (large) {
    bytes.writeBigUInt64LE(BigInt(packed), 8);
    bytes.writeBigUInt64LE(BigInt(plain), 16);
  } else {
    bytes.writeUInt32LE(packed, 8);
    bytes.writeUInt32LE(plain, 12);
  }
  return bytes;
}

function entry(title: Buffer, offset: number, sizes: Sizes): Buffer {
  const large = sizes.plain > most32;
  const extra = Buffer.alloc(large ? 12 : 0);
  if (large) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(8, 2);
    extra.writeBigUInt64LE(BigInt(sizes.plain), 4);
  }
  const head = Buffer.alloc(46);
  head.write("PK\x01\x02", "latin1");
  head.writeUInt16LE(large ? 45 : 20, 4);
  writeCommon(head, 6, sizes, title.length);
  head.writeUInt16LE(extra.length, 30);
  head.writeUInt32LE(offset, 42);
  return Buffer.concat([head, title, extra]);
}
