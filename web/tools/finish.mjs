// After the build: a gzipped twin beside every text file, so that serving it costs nothing; and the size of it all.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const built = new URL("../dist/", import.meta.url).pathname;
const TEXTS = new Set([".js", ".css", ".svg", ".html", ".csv"]);
const MOST_JAVASCRIPT_BYTES = 130 * 1024;

let javascriptBytes = 0;
for (const name of readdirSync(built, { recursive: true })) {
  const path = join(built, name);
  if (!statSync(path).isFile() || !TEXTS.has(extname(name))) continue;
  const zipped = gzipSync(readFileSync(path), { level: 9 });
  writeFileSync(`${path}.gz`, zipped);
  if (extname(name) === ".js") javascriptBytes += zipped.length;
}
console.log(`The page is built: ${(javascriptBytes / 1024).toFixed(1)} KB of JavaScript, gzipped.`);
if (javascriptBytes > MOST_JAVASCRIPT_BYTES) {
  console.error(`That is more than the ${MOST_JAVASCRIPT_BYTES / 1024} KB that the page allows itself.`);
  process.exitCode = 1;
}
