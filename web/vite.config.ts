import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Has the drawing of charts fetched with the page: by when the first chart needs it, it is here. */
function fetchDrawingEarly(): Plugin {
  return {
    name: "fetch-drawing-early",
    transformIndexHtml: (_html, { bundle }) =>
      bundle &&
      drawingIn(Object.keys(bundle)).map((name) => ({
        tag: "link",
        attrs: { rel: "modulepreload", href: `/${name}`, fetchpriority: "low" },
        injectTo: "head" as const,
      })),
  };
}

/** The files of src/charts/draw.ts among those that were built; a build in which nothing is found has to be looked at. */
export function drawingIn(names: readonly string[]): string[] {
  const found = names.filter((name) => /^assets\/draw-.*\.js$/.test(name));
  if (found.length === 0) throw new Error("No assets/draw-*.js was built from src/charts/draw.ts: which file draws the charts?");
  return found;
}

export default defineConfig({
  plugins: [fetchDrawingEarly()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  server: {
    fs: { allow: [".."] },
    proxy: { "/v1": "http://127.0.0.1:8000", "/healthz": "http://127.0.0.1:8000" },
  },
  test: { include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"], environment: "node" },
});
