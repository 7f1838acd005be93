/** How much of the negotiating page comes before it can be read, and before it can be edited: code, words, styles. */
const { readFileSync } = require("node:fs");

const manifest = JSON.parse(readFileSync(`${__dirname}/dist/manifest.json`, "utf8"));

/** The built files that these sources need, with all that they import at once. */
function filesOf(...sources) {
  const seen = new Set();
  const walk = (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const other of manifest[name].imports ?? []) walk(other);
  };
  for (const source of sources) walk(source);
  const files = [...seen].flatMap((name) => [manifest[name].file, ...(manifest[name].css ?? [])]);
  return [...new Set(files)].map((file) => `dist/${file}`);
}

const toRead = ["agenda.html", "src/text/en.json"];
const toEdit = [...toRead, "src/binding/engine.ts"];

module.exports = [
  { name: "negotiating page until it can be read, gzip", path: filesOf(...toRead), limit: "58 kB", gzip: true },
  { name: "negotiating page until it can be edited, brotli as served", path: filesOf(...toEdit), limit: "147 kB" },
  { name: "negotiating page until it can be edited, gzip", path: filesOf(...toEdit), limit: "168 kB", gzip: true },
];
