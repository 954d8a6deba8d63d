import { inflateSync } from "node:zlib";

/** The texts of a PDF as they are drawn, in their order: each font says which letters its glyphs stand for. */
export function pdfText(pdf: Buffer): string {
  const raw = pdf.toString("latin1");
  const bodies = new Map([...raw.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id, body]) => [id, body ?? ""]));
  const streamOf = (body: string): string => {
    const inside = /stream\n([\s\S]*)\nendstream/.exec(body)?.[1] ?? "";
    const bytes = Buffer.from(inside, "latin1");
    return (body.includes("/FlateDecode") ? inflateSync(bytes) : bytes).toString("latin1");
  };
  const lettersOf = (fontId: string): string[] => {
    const map = /\/ToUnicode (\d+) 0 R/.exec(bodies.get(fontId) ?? "")?.[1];
    const ranges = streamOf(bodies.get(map ?? "") ?? "").match(/\[[^\]]*\]/g) ?? [];
    return ranges
      .flatMap((range) => range.match(/<[0-9a-f]+>/gi) ?? [])
      .map((hex) => Buffer.from(hex.slice(1, -1), "hex").swap16().toString("utf16le"));
  };
  const fonts = new Map([...raw.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [name, lettersOf(id ?? "")]));
  const pages = [...bodies.values()].filter((body) => body.includes("/Length") && / Tf\n/.test(streamOf(body)));
  return pages
    .map((page) => {
      let letters: string[] = [];
      const parts = streamOf(page).matchAll(/\/(F\d+) [\d.]+ Tf|\[((?:<[0-9a-f]*>|[\s\d.-]+)*)\] TJ/gi);
      return [...parts]
        .map(([, font, drawn]) => {
          if (font) letters = fonts.get(font) ?? [];
          const glyphs = (drawn?.match(/<[0-9a-f]*>/gi) ?? []).join("").replace(/[<>]/g, "").match(/.{4}/g) ?? [];
          return glyphs.map((glyph) => letters[Number.parseInt(glyph, 16)] ?? "?").join("");
        })
        .filter(Boolean)
        .join(" ");
    })
    .join("\n")
    .replaceAll("\u00a0", " ")
    .replace(/ +/g, " ");
}
