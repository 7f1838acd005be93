// One unmodified @hocuspocus provider that edits at random, as told line by line, and says what it holds.
//
// node editor.mjs <ws address> <name> <bearer token> <seed>
// lines in:  edit <times> | cut | type <words> | show     lines out: JSON, one for each show and change of the counter
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

const require = createRequire(new URL('../../../web/package.json', import.meta.url))
const { HocuspocusProvider, HocuspocusProviderWebsocket } = require('@hocuspocus/provider')
const WebSocket = require('ws')
const Y = require('yjs')

const [address, name, token, seed] = process.argv.slice(2)
const doc = new Y.Doc()
const root = doc.getXmlFragment('prosemirror')
let line = null

class Authorised extends WebSocket {
  constructor(url, protocols) {
    super(url, protocols, { headers: { authorization: `Bearer ${token}` } })
    line = this
  }
}

let state = Number(seed) >>> 0
const chance = () => {
  state = (state + 0x6d2b79f5) >>> 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
}
const below = (limit) => Math.floor(chance() * limit)
const pick = (things) => things[below(things.length)]

const WORDS = [
  'Decides ', 'to establish', ', ', 'a fund', 'é', 'cafe\u0301', 'يُقَرِّرُ ', 'الأطراف', '\u200f', '内罗毕', '日内瓦，', '𠀋',
  '👩‍👩‍👧', '👍🏽 ', '🇨🇭', '1/CP.21', '\ufeff', '\t',
]
const MARKS = [
  { strong: {} }, { strong: null }, { emphasis: {} }, { emphasis: null }, { lang: { code: 'ar' } }, { lang: null },
  { link: { href: 'https://example.org/内' } }, { link: null },
]

function walk(parent, wanted, found = []) {
  for (const child of parent.toArray()) {
    if (wanted(child)) found.push(child)
    if (child instanceof Y.XmlElement) walk(child, wanted, found)
  }
  return found
}
const texts = () => walk(root, (node) => node instanceof Y.XmlText)
const elements = (...tags) => walk(root, (node) => tags.includes(node.nodeName))

// Offsets between characters: an editor never stands inside a surrogate pair.
function edge(text, near) {
  const units = text.toJSON === undefined ? '' : text.toDelta().map((run) => run.insert).join('')
  const at = Math.min(Math.max(0, near), units.length)
  const inside = at > 0 && at < units.length && (units.charCodeAt(at) & 0xfc00) === 0xdc00
  return inside ? at - 1 : at
}

function paragraph(words) {
  const node = new Y.XmlElement('paragraph')
  node.insert(0, [new Y.XmlText(words)])
  return node
}

function inline() {
  const node = new Y.XmlElement(pick(['hard_break', 'blank', 'footnote', 'citation']))
  if (node.nodeName === 'blank') node.setAttribute('text', pick(['x', '…', 'س', '年']))
  if (node.nodeName === 'citation') node.setAttribute('instrument', pick(WORDS).replace('\t', ''))
  if (node.nodeName === 'footnote') node.insert(0, [new Y.XmlText(pick(WORDS))])
  return node
}

function list() {
  const node = new Y.XmlElement(pick(['ordered_list', 'bullet_list']))
  const item = new Y.XmlElement('list_item')
  item.insert(0, [paragraph(pick(WORDS))])
  node.insert(0, [item])
  return node
}

const verbs = {
  write(text) {
    const at = edge(text, below(text.length + 1))
    text.insert(at, pick(WORDS) + pick(WORDS))
  },
  erase(text) {
    const start = edge(text, below(text.length + 1))
    const end = edge(text, start + 1 + below(6))
    if (end > start) text.delete(start, end - start)
  },
  mark(text) {
    const start = edge(text, below(text.length + 1))
    const end = edge(text, start + 1 + below(8))
    if (end > start) text.format(start, end - start, pick(MARKS))
  },
  block() {
    root.insert(below(root.length + 1), [chance() < 0.3 ? list() : paragraph(pick(WORDS))])
  },
  drop() {
    if (root.length > 2) root.delete(below(root.length), 1)
  },
  put() {
    const homes = elements('paragraph')
    const home = pick(homes)
    if (home) home.insert(below(home.length + 1), [inline()])
  },
  take() {
    const home = pick(elements('paragraph').filter((node) => node.length > 1))
    if (home) home.delete(below(home.length), 1)
  },
  attribute() {
    const node = pick(elements('ordered_list', 'list_item', 'blank', 'citation'))
    if (node?.nodeName === 'ordered_list') node.setAttribute('start', below(9))
    if (node?.nodeName === 'list_item') node.setAttribute('label', pick(['(a)', '١', '一']))
    if (node?.nodeName === 'blank') node.setAttribute('text', pick(['x', 'y']))
    if (node?.nodeName === 'citation') node.setAttribute('locator', pick(['Art. 2', '第二条']))
  },
}
const ORDER = ['write', 'write', 'write', 'write', 'erase', 'erase', 'mark', 'mark', 'block', 'drop', 'put', 'take', 'attribute']

function edit() {
  const verb = pick(ORDER)
  const text = pick(texts())
  if (verbs[verb].length && !text) verbs.block()
  else verbs[verb](text)
}

// What the document holds, as an editor would read it: texts as runs with marks, elements with attributes.
function read(node) {
  if (node instanceof Y.XmlText) return { runs: runs(node) }
  return { tag: node.nodeName, attributes: sorted(node.getAttributes()), content: node.toArray().map(read) }
}
function runs(text) {
  const merged = []
  for (const { insert, attributes } of text.toDelta()) {
    const marks = sorted(attributes ?? {})
    const last = merged.at(-1)
    if (last && JSON.stringify(last[1]) === JSON.stringify(marks)) last[0] += insert
    else merged.push([insert, marks])
  }
  return merged
}
const sorted = (fields) => Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)))

let synced = false
let denied = null
const websocketProvider = new HocuspocusProviderWebsocket({
  url: address, WebSocketPolyfill: Authorised, delay: 20, minDelay: 5, maxDelay: 40,
})
console.error = () => {}
const provider = new HocuspocusProvider({ name, document: doc, websocketProvider, token: 'any' })
provider.on('synced', () => { synced = true; tell() })
provider.on('unsyncedChanges', () => tell())
provider.on('stateless', ({ payload }) => {
  const said = JSON.parse(payload)
  if (said.type === 'refused' || said.type === 'resync') { denied = said; tell() }
})
const tell = (more = {}) =>
  console.log(JSON.stringify({ synced, denied, unsynced: provider.unsyncedChanges, ...more }))
const pending = () => doc.store.pendingStructs !== null || doc.store.pendingDs !== null
provider.attach()

const orders = {
  edit: (times) => { for (let n = 0; n < Number(times); n += 1) doc.transact(edit) },
  cut: () => line.terminate(),
  type: (words) => doc.transact(() => root.push([paragraph(words)])),
  show: (mark) => tell({ shown: mark, content: root.toArray().map(read), pending: pending() }),
}
createInterface({ input: process.stdin }).on('line', (order) => {
  const [verb, ...rest] = order.split(' ')
  orders[verb](rest.join(' '))
}).on('close', () => process.exit(0))
