/** How much of the negotiating page comes before it can be read, and before it can be edited: code, words, styles. */
const { readFileSync } = require("node:fs");

const manifest = JSON.parse(readFileSync(`${__dirname}/dist/manifest.json`, "utf8"));

/** Return the source of a chunk that has none of its own, by the chunk's name. */
const chunk = (name) => Object.keys(manifest).find((key) => manifest[key].name === name) ?? name;

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

const words = (part) => `src/text/en.json?part=${part}`;
const toRead = ["agenda.html", words("house"), words("room")];
const toEdit = [...toRead, "src/binding/engine.ts"];
/** The margin, the keys and their words: they come beside the editor, and nobody waits for them. */
const beside = [...toEdit, chunk("beside"), words("desk")];

module.exports = [
  { name: "negotiating page until it can be read, gzip", path: filesOf(...toRead), limit: "46.5 kB", gzip: true },
  { name: "negotiating page until it can be edited, brotli as served", path: filesOf(...toEdit), limit: "137 kB" },
  { name: "negotiating page until it can be edited, gzip", path: filesOf(...toEdit), limit: "157 kB", gzip: true },
  { name: "negotiating page with its margin, gzip", path: filesOf(...beside), limit: "171 kB", gzip: true },
];
