import { copyFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { catalogue } from "./scripts/catalogue.ts";
import { layers } from "./scripts/layers.ts";
import { precompress } from "./scripts/precompress.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const OUTPUT = here("../src/onward/api/static/app");
/** They stay by themselves: the list of what was built names the page's entry. */
const ENTRY = [here("index.html"), here("src/app/main.tsx")];
const SERVER = process.env.ONWARD_DEV_SERVER ?? "http://127.0.0.1:8000";

/** The server answers with the shell at the addresses that begin with these words. */
function pages(): Plugin {
  return {
    name: "onward-pages",
    apply: "build",
    writeBundle() {
      copyFileSync(here("src/app/pages.json"), `${OUTPUT}/pages.json`);
    },
  };
}

export default defineConfig({
  // The shell names its files from where it lies; the server puts the base path before them.
  base: "./",
  plugins: [
    react(),
    catalogue(),
    layers(),
    { ...optimizeLocales.vite({ locales: ["en-US", "de-DE"] }), enforce: "pre" },
    pages(),
    precompress(),
  ],
  resolve: {
    alias: {
      "@onward/client": here("../clients/typescript/src/index.ts"),
      "@": here("src"),
    },
  },
  build: {
    outDir: OUTPUT,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: "es2023",
    // Every browser of that age preloads modules by itself.
    modulePreload: { polyfill: false },
    // Of budgets.json, not of Vite.
    chunkSizeWarningLimit: 1_000,
    // What every page begins with comes in one file; by itself it would be sixty, and their number takes longer than
    // their size.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "first", tags: ["$initial"], test: (id) => !ENTRY.includes(id) }] } },
    },
    reportCompressedSize: false,
    license: true,
    manifest: ".vite/manifest.json",
  },
  server: {
    proxy: Object.fromEntries(["/v1", "/app-config.json", "/docs", "/openapi.json"].map((path) => [path, SERVER])),
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts"],
    setupFiles: ["src/test-setup.ts"],
    restoreMocks: true,
  },
});
