import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compression } from "vite-plugin-compression2";
import { lingui } from "./vite.lingui.ts";

export default defineConfig({
  // The server hands out what was compressed at build time; it compresses nothing itself.
  plugins: [lingui(), react(), compression({ algorithms: ["gzip", "brotliCompress"], include: /\.(js|css|svg)$/ })],
  server: { port: 5173, proxy: { "/api": "http://localhost:3000" } },
  build: {
    target: "baseline-widely-available",
    sourcemap: false,
    reportCompressedSize: true,
    // Icons and fonts stay files: the content security policy of the API allows no data: fonts.
    assetsInlineLimit: 0,
    // The rich text editor; nothing else comes near.
    chunkSizeWarningLimit: 450,
    rolldownOptions: {
      output: {
        // A few files, not a hundred small ones: what the first page needs and what many screens share, libraries apart from
        // ours, as they stay in the cache from one version to the next.
        codeSplitting: {
          groups: [
            { name: "libraries", tags: ["$initial"], test: /node_modules/, priority: 2 },
            { name: "first", tags: ["$initial"], priority: 1 },
            { name: "widgets", test: /@mantine|@floating-ui|@tabler/, minShareCount: 8 },
            { name: "shared", test: /apps\/web\/src|packages/, minShareCount: 5 },
          ],
        },
      },
    },
  },
});
