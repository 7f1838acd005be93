/** Which folder of the client may know which. The direction is the design's; a circle is a mistake anywhere. */
const folder = (name) => `^src/${name}/`;
const not = (...names) => `^src/(?!${names.map((name) => `${name}/`).join("|")})`;
const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    rule("no-circle", "Two files that need each other are one file or three.", {}, { circular: true }),
    rule("resolvable", "An import leads somewhere.", {}, { couldNotResolve: true }),
    rule("declared", "What is imported is in package.json.", {}, { dependencyTypes: ["npm-no-pkg", "npm-unknown"] }),
    rule(
      "prosemirror-in-editor",
      "ProseMirror is known in editor/ and binding/ only.",
      { path: not("editor", "binding") },
      { path: "node_modules/(prosemirror-|y-prosemirror)" },
    ),
    rule(
      "yjs-in-sync",
      "Yjs and its providers are known in sync/ and binding/ only.",
      { path: not("sync", "binding") },
      { path: "node_modules/(yjs|y-protocols|y-prosemirror|@hocuspocus|lib0)/" },
    ),
    rule(
      "editor-stands-alone",
      "editor/ knows the schema and nothing of the wire.",
      { path: folder("editor") },
      { path: not("editor") },
    ),
    rule(
      "sync-stands-alone",
      "sync/ knows the protocol and nothing of the screen.",
      { path: folder("sync") },
      { path: not("sync", "protocol") },
    ),
    rule(
      "keeping-stands-alone",
      "keeping/ seals and stores what it is given, and does not know what it is.",
      { path: folder("keeping") },
      { path: not("keeping") },
    ),
    rule(
      "binding-below-pages",
      "binding/ joins editor/ and sync/ and knows no page.",
      { path: folder("binding") },
      { path: not("binding", "editor", "sync", "protocol") },
    ),
    rule("protocol-is-data", "Generated types import nothing.", { path: folder("protocol") }, { path: "." }),
    rule(
      "pages-stand-alone",
      "A page does not know another.",
      { path: "^src/pages/([^/]+)/" },
      { path: "^src/pages/", pathNot: "^src/pages/$1/" },
    ),
    rule(
      "pages-through-binding",
      "Pages open live texts through binding/ alone.",
      { path: folder("(pages|parts|text)") },
      { path: folder("(editor|sync)") },
    ),
    rule(
      "parts-below-pages",
      "Parts and texts know no page.",
      { path: folder("(parts|text|http)") },
      { path: folder("pages") },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "browser", "default", "types"] },
  },
};
