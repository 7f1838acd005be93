// Records what real editors (ProseMirror with y-prosemirror and Yjs) send to a server, as a golden file for the ledger.
//
//   node tests/crdt/record_trace.mjs MODULES OUT [RANDOM_STEPS SEED]
//
// MODULES is a directory whose node_modules hold yjs, y-prosemirror, prosemirror-* and jsdom. Without RANDOM_STEPS a
// fixed session is played: typing, splitting, joining, marks, overlapping brackets, lists, footnotes, attributes,
// undo, pasting, and merges after time offline. With it, four editors do random things.
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

const [modules, out, steps, seed] = process.argv.slice(2)
const load = createRequire(resolve(modules, 'package.json'))
const { JSDOM } = load('jsdom')
const { window } = new JSDOM('<!doctype html>', { pretendToBeVisual: true })
for (const name of ['document', 'Node', 'MutationObserver', 'getComputedStyle']) globalThis[name] = window[name]
globalThis.window = window
const Y = load('yjs')
const { ySyncPlugin, yUndoPlugin, yUndoPluginKey, undo, redo } = load('y-prosemirror')
const { Schema, Slice, Fragment } = load('prosemirror-model')
const { EditorState, TextSelection } = load('prosemirror-state')
const { EditorView } = load('prosemirror-view')
const { liftListItem, sinkListItem, splitListItem, wrapInList } = load('prosemirror-schema-list')
const { joinBackward, toggleMark } = load('prosemirror-commands')

const source = JSON.parse(readFileSync(new URL('../../schema/document.json', import.meta.url)))
const attributes = spec => Object.fromEntries(Object.entries(spec.attrs ?? {}).map(
  ([name, use]) => [name, 'default' in use ? { default: use.default } : {}]))
const schema = new Schema({
  topNode: 'doc',
  nodes: Object.fromEntries(Object.entries(source.nodes).map(([name, spec]) => [name, {
    ...spec, attrs: attributes(spec), toDOM: () => spec.atom ? ['i'] : [spec.inline ? 'span' : 'div', 0]
  }])),
  marks: Object.fromEntries(Object.entries(source.marks).map(([name, spec]) => [name, {
    ...spec, attrs: attributes(spec), toDOM: () => ['b', 0]
  }]))
})
if (schema.nodes.text.spec.toDOM) delete schema.nodes.text.spec.toDOM
const { nodes, marks } = schema
const uuid = n => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`

let state = Number(seed ?? 1)
const random = n => {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) % n
}

const server = new Y.Doc()
const frames = []
const editors = []

class Editor {
  constructor (person, client, extra = [yUndoPlugin()]) {
    this.person = person
    this.inbox = []
    this.online = true
    this.doc = new Y.Doc()
    this.doc.clientID = client
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(server), 'remote')
    this.doc.on('update', (update, origin) => origin !== 'remote' && this.online && this.send(update))
    const plugins = [ySyncPlugin(this.doc.getXmlFragment(source.root)), ...extra]
    this.view = new EditorView(window.document.body.appendChild(window.document.createElement('div')), {
      state: EditorState.create({ schema, plugins })
    })
    editors.push(this)
  }

  send (update) {
    const before = Y.encodeStateAsUpdate(server)
    Y.applyUpdate(server, update)
    frames.push([this.person, Buffer.from(update).toString('base64')])
    if (server.store.pendingStructs || server.store.pendingDs) throw new Error('the session is not causal')
    if (Buffer.compare(before, Y.encodeStateAsUpdate(server))) {
      editors.forEach(each => each !== this && each.online && each.inbox.push(update))
    }
  }

  receive () {
    for (const update of this.inbox.splice(0)) Y.applyUpdate(this.doc, update, 'remote')
  }

  // What follows is undone apart from what went before.
  pause () { yUndoPluginKey.getState(this.view.state)?.undoManager.stopCapturing() }

  leave () {
    this.online = false
    this.inbox = []
  }

  join () {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(server, Y.encodeStateVector(this.doc)), 'remote')
    this.online = true
    this.send(Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(server)))
  }

  run (command) { command(this.view.state, this.view.dispatch.bind(this.view), this.view) }
  dispatch (change) { this.view.dispatch(change(this.view.state.tr)) }
  type (text, at = this.end(0)) { this.dispatch(tr => tr.insertText(text, at)) }
  keys (text, at = this.end(0)) { [...text].forEach(key => { this.type(key, at); at += key.length }) }
  put (node, at = this.end(0)) { this.dispatch(tr => tr.insert(at, node)) }
  erase (from, to) { this.dispatch(tr => tr.delete(from, to)) }
  select (from, to = from) { this.dispatch(tr => tr.setSelection(TextSelection.between(tr.doc.resolve(from), tr.doc.resolve(to)))) }
  mark (from, to, name, attrs) { this.dispatch(tr => tr.addMark(from, to, marks[name].create(attrs))) }
  unmark (from, to, name) { this.dispatch(tr => tr.removeMark(from, to, marks[name])) }
  bracket (from, to, n) { this.mark(from, to, 'bracket', { id: uuid(n) }) }

  end (index) {
    let end = 0
    this.view.state.doc.forEach((node, offset, i) => { if (i <= index) end = offset + 1 + node.content.size })
    return end
  }
}

const sync = () => {
  editors.forEach(each => each.pause())
  for (let i = 0; i < 5; i++) editors.filter(each => each.online).forEach(each => each.receive())
}
const p = (...content) => nodes.paragraph.create(null, content)
const t = (text, ...names) => schema.text(text, names.map(name => marks[name].create()))

function play () {
  const [ana, ben] = [new Editor('ana', 0x1234567), new Editor('ben', 0x9abcdef0)]
  ana.dispatch(tr => tr.replaceWith(0, tr.doc.content.size, p()))
  ana.keys('States reaffirm 😀 their will')
  sync()
  ana.select(9); ana.dispatch(tr => tr.split(9)); sync()
  ben.select(10); ben.dispatch(tr => tr.join(10)); sync()
  ben.select(12); ben.run((s, d) => joinBackward(s, d, ben.view))
  ana.mark(3, 12, 'strong'); ben.mark(6, 16, 'emphasis'); sync()
  ana.bracket(2, 10, 1); ben.bracket(5, 14, 2); sync()
  ana.bracket(7, 20, 3); ana.unmark(5, 8, 'strong'); sync()
  ana.mark(4, 9, 'link', { href: 'https://example.org/a' }); ben.mark(4, 9, 'link', { href: 'mailto:a@example.org' }); sync()
  ben.mark(1, 4, 'lang', { code: 'fr' }); ben.unmark(6, 9, 'link'); sync()
  ana.dispatch(tr => tr.insert(tr.doc.content.size, [p(t('one')), p(t('two', 'strong')), p()])); sync()
  const two = ana.end(0) + 3
  ana.select(two, two + 6); ana.run(wrapInList(nodes.ordered_list)); sync()
  ana.run(splitListItem(nodes.list_item)); ana.keys('new', ana.view.state.selection.from); sync()
  ana.run(sinkListItem(nodes.list_item)); sync(); ana.run(liftListItem(nodes.list_item)); sync()
  ana.view.state.doc.forEach((node, at) => {
    if (node.type === nodes.ordered_list) {
      ana.dispatch(tr => tr.setNodeMarkup(at, null, { start: 4, style: 'lower-roman' }))
      ana.dispatch(tr => tr.setNodeMarkup(at + 1, null, { label: '(a)' }))
      ana.dispatch(tr => tr.setNodeMarkup(at + 1, null, { label: null }))
    }
  })
  sync()
  ben.put(nodes.footnote.create(null, [t('See the note', 'emphasis')]), 6); sync()
  ana.type('d', 9); ben.put(nodes.hard_break.create(), 4); ana.put(nodes.blank.create({ text: 'number' }), 3); sync()
  ben.put(nodes.reference.create({ clause: uuid(7) }), 2); sync()
  ana.dispatch(tr => tr.setNodeMarkup(2, null, { clause: uuid(8) }))
  ana.put(nodes.citation.create({ instrument: 'A/RES/73/195', locator: 'para. 4' }), 1); sync()
  ana.pause(); ana.run(undo); ana.run(undo); ana.run(redo); sync()
  ben.run(undo); ben.run(undo); sync(); ben.run(redo); sync()
  const cut = ana.view.state.doc.slice(ana.end(0) - 8, ana.end(0) - 2)
  ana.erase(ana.end(0) - 8, ana.end(0) - 2); ana.dispatch(tr => tr.replace(1, 1, cut)); sync()
  ana.dispatch(tr => tr.replaceSelection(new Slice(Fragment.from([p(t('pasted 😀😁')), p(t('twice', 'strong'))]), 1, 1))); sync()
  offline(ana, ben)
  // Without undo nothing that was deleted is kept: another tab that writes, and deletes what nobody else saw.
  const tab = new Editor('ana', 0x1fffff00000001, [])
  tab.keys('from another tab'); sync()
  tab.leave(); tab.keys(' never seen'); tab.erase(tab.end(0) - 6, tab.end(0)); tab.keys('!')
  tab.put(p(t('nor this')), 0); tab.erase(0, 10); tab.join(); sync()
}

function offline (ana, ben) {
  ana.leave()
  ana.put(p(t('written offline')), 0); ana.keys('typed and gone', 1); ana.erase(0, ana.view.state.doc.firstChild.nodeSize)
  ana.put(p(t('kept, 😁 and this')), 0); ana.erase(2, 5); ana.bracket(2, 4, 9)
  ben.erase(0, ben.view.state.doc.firstChild.nodeSize); ben.keys('meanwhile '); ben.receive()
  ana.type('into what is gone', ana.view.state.doc.firstChild.nodeSize + 3)
  ana.join(); sync()
  ben.leave(); ana.mark(1, 3, 'strong'); ben.mark(1, 3, 'strong'); ana.unmark(1, 3, 'strong'); ben.mark(2, 3, 'emphasis')
  ben.join(); sync()
  ana.erase(0, ana.view.state.doc.content.size); sync(); ana.run(undo); sync()
}

const WORDS = ['a', 'shall ', 'é', '😀', '𝒳y', 'agrees to ', '用']
function play_random (count) {
  for (let i = 0; i < 4; i++) new Editor(`p${i % 3}`, 100 + random(1 << 30))
  for (let n = 0; n < count; n++) {
    const editor = editors[random(editors.length)]
    try { step(editor) } catch (error) { if (!(error instanceof RangeError)) throw error }
    if (random(3) === 0) editors.filter(each => each.online).forEach(each => random(2) && each.receive())
  }
  editors.forEach(each => each.online || each.join())
  sync()
}

// A browser's selection never cuts a surrogate pair.
const whole = (doc, at) => /[\udc00-\udfff]/.test(doc.textBetween(at, Math.min(at + 1, doc.content.size))) ? at - 1 : at

function step (editor) {
  const { state: { doc } } = editor.view
  const at = whole(doc, random(doc.content.size + 1))
  const to = whole(doc, Math.min(doc.content.size, at + random(9)))
  editor.select(at, to)
  const { from, to: until } = editor.view.state.selection
  const end = whole(doc, random(Math.min(doc.content.size, 60)))
  const deep = editor.view.state.selection.$from.depth > 6
  if (random(3) === 0) editor.pause()
  const choices = [
    ...Array(6).fill(() => editor.dispatch(tr => tr.insertText(WORDS[random(WORDS.length)]))),
    () => editor.dispatch(tr => tr.deleteSelection()),
    () => editor.dispatch(tr => tr.deleteRange(at, to)),
    () => editor.dispatch(tr => tr.split(from)),
    () => editor.run((s, d) => joinBackward(s, d, editor.view)),
    () => editor.run(toggleMark(marks.strong)),
    () => editor.run(toggleMark(marks.emphasis)),
    () => editor.bracket(from, until, random(4)),
    () => editor.unmark(from, until, 'bracket'),
    () => editor.mark(from, until, 'link', { href: `https://example.org/${random(3)}` }),
    () => deep || editor.run(wrapInList(nodes.ordered_list)),
    () => deep || editor.run(wrapInList(nodes.bullet_list)),
    () => editor.run(splitListItem(nodes.list_item)),
    () => editor.run(liftListItem(nodes.list_item)),
    () => deep || editor.run(sinkListItem(nodes.list_item)),
    () => editor.dispatch(tr => tr.replaceSelectionWith(nodes.footnote.create(null, [t('note')]))),
    () => editor.dispatch(tr => tr.replaceSelectionWith(nodes.blank.create())),
    () => editor.dispatch(tr => tr.replaceSelectionWith(nodes.reference.create({ clause: uuid(random(9)) }))),
    () => doc.nodeAt(at)?.type === nodes.reference && editor.dispatch(tr => tr.setNodeMarkup(at, null, { clause: uuid(random(9)) })),
    () => doc.nodeAt(at)?.type === nodes.ordered_list && editor.dispatch(tr => tr.setNodeMarkup(at, null, { start: random(9), style: 'decimal' })),
    () => editor.run(undo),
    () => editor.run(redo),
    () => deep || editor.dispatch(tr => tr.replace(from, from, doc.slice(0, end))),
    () => editor.online ? editor.leave() : editor.join(),
    () => editor.join()
  ]
  choices[random(choices.length)]()
}

if (steps) play_random(Number(steps))
else play()
const reader = new Editor('reader', 1)
writeFileSync(out, JSON.stringify({ frames, text: reader.view.state.doc.toJSON() }) + '\n')
process.exit(0)
