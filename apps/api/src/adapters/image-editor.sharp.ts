import type { ImageEditor } from "../ports/image-editor.ts";

/** sharp; refuses pictures of more than 50 megapixels, and every vector format. */
export const sharpImageEditor = (): ImageEditor => ({
  async square(content, size) {
    const { default: sharp } = await import("sharp"); // large, and rarely needed
    try {
      const image = sharp(content, { limitInputPixels: 50_000_000, failOn: "error" });
      const { format } = await image.metadata();
      if (format === "svg" || format === "pdf") return null;
      return await image.rotate().resize(size, size, { fit: "cover" }).webp({ quality: 85 }).toBuffer();
    } catch {
      return null;
    }
  },
});
