import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// Addresses in the build are relative, so the editor works behind any path prefix.
export default defineConfig({
  base: "./",
  plugins: [react()],
  build: { target: "es2022", chunkSizeWarningLimit: 4000 },
  worker: { format: "es" },
  server: { proxy: { "/v1": "http://127.0.0.1:3000" } },
});
