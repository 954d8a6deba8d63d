import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { lingui } from "./vite.lingui.ts";

export default defineConfig({
  plugins: [lingui(), react()],
  server: { port: 5173, proxy: { "/api": "http://localhost:3000" } },
  build: {
    target: "baseline-widely-available",
    sourcemap: false,
    reportCompressedSize: true,
    // Icons and fonts stay files: the content security policy of the API allows no data: fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 400,
  },
});
