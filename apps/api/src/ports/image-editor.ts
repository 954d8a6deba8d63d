/** Re-encodes pictures, which also strips whatever else the uploaded file carried. */
export interface ImageEditor {
  /** A square WebP of `size` pixels; null when the bytes are no picture. */
  square(content: Buffer, size: number): Promise<Buffer | null>;
}
