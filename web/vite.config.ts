import { readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { words } from "./words";

const root = import.meta.dirname;

/** Every `web/*.html` is an entry: a new page needs no line here. */
const entries = Object.fromEntries(
  readdirSync(root)
    .filter((name) => name.endsWith(".html"))
    .map((name) => [basename(name, ".html"), resolve(root, name)]),
);

const house = [
  "parts/entry.tsx",
  "parts/naming.tsx",
  "parts/Mark.tsx",
  "parts/folding.ts",
  "parts/later.tsx",
  "parts/refusals.ts",
  "text/dates.ts",
].map((name) => resolve(root, "src", name));

export default defineConfig({
  root,
  base: "/",
  plugins: [words(root), compressed()],
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    outDir: "dist",
    assetsDir: "assets",
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // read by .size-limit.cjs: which files a page needs
    manifest: "manifest.json",
    minify: "terser",
    terserOptions: { module: true, ecma: 2020, compress: { passes: 3 } },
    // each file is a question to the server: what most pages need comes in one
    rollupOptions: { input: entries, output: { manualChunks: { house } } },
  },
  resolve: { alias: [{ find: /^lib0\/(dom|logging)$/, replacement: resolve(root, "src/binding/lib0.ts") }] },
  // the schema lies beside web/, not in it
  server: { fs: { allow: [resolve(root, "..")] }, proxy: proxyTo(process.env.ADREF_DEV_SERVER) },
  test: {
    include: ["tests/**/*.test.{ts,tsx}"],
    environment: "jsdom",
    setupFiles: ["tests/setup.ts"],
    restoreMocks: true,
    maxWorkers: 2,
    pool: "threads",
  },
});

/** During development the pages come from vite and everything else from a running server. */
function proxyTo(server: string | undefined) {
  if (!server) return undefined;
  return { "/api": server, "/collab": { target: server.replace(/^http/, "ws"), ws: true } };
}

/** Put `.br` and `.gz` beside each asset that gains by it, so that the server compresses nothing while it runs. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    async writeBundle({ dir = "" }, bundle) {
      for (const name of Object.keys(bundle).filter((name) => /\.(js|css)$/.test(name))) {
        const bytes = await readFile(resolve(dir, name));
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
        await writeFile(resolve(dir, `${name}.br`), brotliCompressSync(bytes, { params }));
        await writeFile(resolve(dir, `${name}.gz`), gzipSync(bytes, { level: 9 }));
      }
    },
  };
}
