// Records how real editors (ProseMirror with y-prosemirror and Yjs) of three delegations change one text, step by step,
// as golden traces for comparisons: each step with its updates, and the collected state before and after it.
//
//   node tests/crdt/record_history.mjs MODULES OUT
//
// MODULES is a directory whose node_modules hold yjs, y-prosemirror, prosemirror-model, -state, -view and jsdom.
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

const [modules, out] = process.argv.slice(2)
const load = createRequire(resolve(modules, 'package.json'))
const { JSDOM } = load('jsdom')
const { window } = new JSDOM('<!doctype html>', { pretendToBeVisual: true })
for (const name of ['document', 'Node', 'MutationObserver', 'getComputedStyle']) globalThis[name] = window[name]
globalThis.window = window
const Y = load('yjs')
const { ySyncPlugin } = load('y-prosemirror')
const { Schema } = load('prosemirror-model')
const { EditorState, TextSelection } = load('prosemirror-state')
const { EditorView } = load('prosemirror-view')

const source = JSON.parse(readFileSync(new URL('../../schema/document.json', import.meta.url)))
const attrs = spec => Object.fromEntries(Object.entries(spec.attrs ?? {}).map(
  ([name, use]) => [name, 'default' in use ? { default: use.default } : {}]))
const kinds = (specs, toDOM) => Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name,
  name === 'text' ? spec : { ...spec, attrs: attrs(spec), toDOM: () => toDOM(spec) }]))
const schema = new Schema({
  topNode: 'doc',
  nodes: kinds(source.nodes, spec => spec.atom ? ['i'] : [spec.inline ? 'span' : 'div', 0]),
  marks: kinds(source.marks, () => ['b', 0])
})

const base64 = bytes => Buffer.from(bytes).toString('base64')

class Session {
  constructor () {
    this.server = new Y.Doc()
    this.steps = []
    this.people = {}
    const clients = { secretariat: 101, france: 202, india: 303 }
    for (const [name, client] of Object.entries(clients)) this.join(name, client)
  }

  join (name, client) {
    const doc = new Y.Doc()
    doc.clientID = client
    const view = new EditorView(document.body.appendChild(document.createElement('div')), {
      state: EditorState.create({ schema, plugins: [ySyncPlugin(doc.getXmlFragment(source.root))] })
    })
    doc.on('update', (update, origin) => {
      if (origin === 'server') return
      Y.applyUpdate(this.server, update)
      this.sent.push(base64(update))
      for (const other of Object.values(this.people)) {
        if (other.doc !== doc) Y.applyUpdate(other.doc, update, 'server')
      }
    })
    this.people[name] = { doc, view }
  }

  step (what, by, act) {
    const before = base64(Y.encodeStateAsUpdate(this.server))
    this.sent = []
    act(this.people[by].view)
    this.steps.push({ what, by, before, after: base64(Y.encodeStateAsUpdate(this.server)), updates: this.sent })
  }
}

// Where a phrase stands, in positions of the editor's document.
const find = (view, phrase) => {
  let found
  view.state.doc.descendants((node, at) => {
    const index = node.isTextblock ? node.textContent.indexOf(phrase) : -1
    if (found === undefined && index >= 0) found = at + 1 + index
  })
  if (found === undefined) throw new Error(`"${phrase}" is not in ${view.state.doc}`)
  return [found, found + phrase.length]
}
const select = (view, from, to = from) =>
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from, to)))
const type = (view, text) => { for (const sign of text) view.dispatch(view.state.tr.insertText(sign)) }
const typeBefore = (phrase, text) => view => { select(view, find(view, phrase)[0]); type(view, text) }
const replace = (phrase, text) => view => { select(view, ...find(view, phrase)); type(view, text) }
const split = phrase => view => view.dispatch(view.state.tr.split(find(view, phrase)[0]))
const join = phrase => view => view.dispatch(view.state.tr.join(find(view, phrase)[0] - 1))
const erase = phrase => view => view.dispatch(view.state.tr.delete(...find(view, phrase)))
const move = (phrase, target) => view => {
  const slice = view.state.doc.slice(...find(view, phrase))
  erase(phrase)(view)
  const end = find(view, target)[1]
  select(view, end)
  view.dispatch(view.state.tr.replaceSelection(slice))
}
const write = blocks => view => {
  const doc = schema.nodeFromJSON({ type: 'doc', content: blocks })
  view.dispatch(view.state.tr.replaceWith(0, view.state.doc.content.size, doc.content))
}
const paragraph = text => ({ type: 'paragraph', content: [{ type: 'text', text }] })
const list = (...items) =>
  ({ type: 'ordered_list', content: items.map(text => ({ type: 'list_item', content: [paragraph(text)] })) })

const session = new Session()
session.step('write', 'secretariat', write([
  paragraph('Decides to establish a fund for the Parties that continue to report'),
  list('to invite all Parties to contribute to it every year', 'to review it')
]))
session.step('type before a word', 'france', typeBefore('to establish', 'urgently '))
session.step('split', 'india', split('a fund'))
session.step('join', 'india', join('a fund'))
session.step('split in a list', 'india', split(' to contribute'))
session.step('join in a list', 'india', join(' to contribute'))
session.step('replace a word', 'india', replace('continue', 'proceed'))
session.step('cut and paste', 'france', move(' every year', 'to review it'))
session.step('write in other scripts', 'secretariat', view => {
  select(view, find(view, 'every year')[1])
  type(view, ' يُقَرِّرُ مؤتمر الأطراف 👩‍👩‍👧 设立基金')
})
session.step('split in other scripts', 'france', split('الأطراف'))
session.step('split at the start', 'india', split('Decides'))
session.step('delete a paragraph', 'france', view => view.dispatch(view.state.tr.delete(0, 2)))
session.step('two in one gap: france', 'france', replace('fund', 'facility'))
session.step('two in one gap: india', 'india', replace('for the', 'serving'))
session.step('split after typing', 'india', split('that proceed'))
writeFileSync(out, JSON.stringify(session.steps, null, 1) + '\n')
