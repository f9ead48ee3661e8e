// Builds what the desk's pages load, from pinned npm packages and our own files:
//   node build.mjs [--static DIR] [--tests DIR]
// `--static` gets the script, the fonts, their licences and assets.json; `--tests` gets what the browser tests load.
// The same input gives the same bytes; scripts/check_assets.py relies on it.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { transformSync } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const { values: to } = parseArgs({
  options: {
    static: { type: "string", default: join(here, "../src/headwater/web/static") },
    tests: { type: "string", default: join(here, "../tests/web/axe") },
  },
});

const SANS = "@fontsource-variable/source-sans-3";
const CODE = "@fontsource-variable/source-code-pro";
const OCR = { name: "OCR-B", version: "2", licence: "public domain; free use without limitation" };

const SHIPPED = [
  ...["latin", "latin-ext", "cyrillic"].map((script) =>
    fromPackage(SANS, `files/source-sans-3-${script}-wght-normal.woff2`, `fonts/source-sans-3-${script}-wght-normal.woff2`)),
  fromPackage(SANS, "LICENSE", "fonts/source-sans-3-LICENCE.txt"),
  fromPackage(CODE, "files/source-code-pro-latin-wght-normal.woff2", "fonts/source-code-pro-latin-wght-normal.woff2"),
  fromPackage(CODE, "LICENSE", "fonts/source-code-pro-LICENCE.txt"),
  { ...OCR, file: "fonts/ocr-b.woff2", bytes: ours("fonts/ocr-b.woff2") },
  { ...OCR, file: "fonts/ocr-b-LICENCE.txt", bytes: ours("fonts/OCR-B-LICENCE.txt") },
  { name: "headwater-desk", version: ourPackage().version, licence: "Apache-2.0", file: "desk.js", bytes: script() },
];

write(to.static, SHIPPED);
writeFileSync(join(to.static, "assets.json"), `${JSON.stringify({ files: SHIPPED.map(listed) }, null, 2)}\n`);
write(to.tests, [fromPackage("axe-core", "axe.min.js", "axe.min.js"), fromPackage("axe-core", "LICENSE", "LICENCE.txt")]);

function ours(path) {
  return readFileSync(join(here, path));
}

function ourPackage() {
  return JSON.parse(ours("package.json"));
}

function fromPackage(name, path, file) {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json")));
  return { name, version, licence: license, file, bytes: readFileSync(join(folder, path)) };
}

function script() {
  const source = ours("desk.js").toString();
  const { code } = transformSync(source, { minify: true, target: "es2022", format: "esm", charset: "utf8" });
  return Buffer.from(code);
}

function listed({ file, name, version, licence, bytes }) {
  return { file, name, version, licence, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function write(folder, files) {
  for (const { file, bytes } of files) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}
