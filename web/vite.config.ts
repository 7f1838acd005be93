import { readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;

/** Every `web/*.html` is an entry: a new page needs no line here. */
const entries = Object.fromEntries(
  readdirSync(root)
    .filter((name) => name.endsWith(".html"))
    .map((name) => [basename(name, ".html"), resolve(root, name)]),
);

export default defineConfig({
  root,
  base: "/",
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    outDir: "dist",
    assetsDir: "assets",
    target: "es2022",
    sourcemap: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: { input: entries },
  },
  // the schema lies beside web/, not in it
  server: { fs: { allow: [resolve(root, "..")] }, proxy: proxyTo(process.env.ADREF_DEV_SERVER) },
  test: {
    include: ["tests/**/*.test.{ts,tsx}"],
    environment: "jsdom",
    setupFiles: ["tests/setup.ts"],
    restoreMocks: true,
  },
});

/** During development the pages come from vite and everything else from a running server. */
function proxyTo(server: string | undefined) {
  if (!server) return undefined;
  return { "/api": server, "/collab": { target: server.replace(/^http/, "ws"), ws: true } };
}
