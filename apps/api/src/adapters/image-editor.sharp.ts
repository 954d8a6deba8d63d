import type { ImageEditor } from "../ports/image-editor.ts";

/** What telephones make today; a picture of so many pixels costs seconds and some 100 MB to read, one of a bomb far more. */
const maxMegapixels = 200;

/** sharp; refuses every vector format. */
export const sharpImageEditor = (): ImageEditor => ({
  async square(content, size) {
    const { default: sharp } = await import("sharp"); // large, and rarely needed
    try {
      const { format, width, height } = await sharp(content, { limitInputPixels: false }).metadata();
      if (format === "svg" || format === "pdf") return { refused: "not-an-image" };
      const megapixels = (width * height) / 1_000_000;
      if (megapixels > maxMegapixels)
        return { refused: "too-large", megapixels: Math.ceil(megapixels), max: maxMegapixels };
      const image = sharp(content, { limitInputPixels: maxMegapixels * 1_000_000, failOn: "error" });
      return await image.rotate().resize(size, size, { fit: "cover" }).webp({ quality: 85 }).toBuffer();
    } catch {
      return { refused: "not-an-image" };
    }
  },
});
