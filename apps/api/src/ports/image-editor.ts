/** Why no picture is made of some bytes; `megapixels`: how many it has, of at most `max`. */
type ImageRefusal = { refused: "not-an-image" } | { refused: "too-large"; megapixels: number; max: number };

/** Re-encodes pictures, which also strips whatever else the uploaded file carried. */
export interface ImageEditor {
  /** A square WebP of `size` pixels. */
  square(content: Buffer, size: number): Promise<Buffer | ImageRefusal>;
}
