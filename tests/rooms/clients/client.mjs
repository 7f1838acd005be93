// One unmodified provider, told what to do line by line; after every change it prints what it shows.
//
// node client.mjs hocuspocus|y-websocket <ws address> <name> <bearer token>
// lines in:  type <words> | cut | back | force | claim <json>   lines out: JSON
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

const require = createRequire(new URL('../../../web/package.json', import.meta.url))
const { HocuspocusProvider, HocuspocusProviderWebsocket } = require('@hocuspocus/provider')
const { WebsocketProvider } = require('y-websocket')
const WebSocket = require('ws')
const Y = require('yjs')

const [kind, address, name, token] = process.argv.slice(2)
const doc = new Y.Doc()
const root = doc.getXmlFragment('prosemirror')
const heard = []
let synced = false
let closed = null
let denied = null
let line = null

class Authorised extends WebSocket {
  constructor(url, protocols) {
    super(url, protocols, { headers: { authorization: `Bearer ${token}` } })
    line = this
  }
}

const text = () => root.toArray().map((block) => block.toArray().map(String).join(''))
const users = () => [...provider.awareness.getStates().values()].map((state) => state.user?.name ?? null)
const show = () =>
  console.log(
    JSON.stringify({
      text: text(),
      synced,
      closed,
      denied,
      heard,
      users: users(),
      unsynced: provider.unsyncedChanges ?? 0,
    }),
  )

function hocuspocus() {
  const websocketProvider = new HocuspocusProviderWebsocket({
    url: address,
    WebSocketPolyfill: Authorised,
    delay: 50,
    minDelay: 10,
  })
  const provider = new HocuspocusProvider({ name, document: doc, websocketProvider, token: process.argv[6] ?? 'any' })
  provider.on('synced', () => { synced = true; show() })
  provider.on('unsyncedChanges', show)
  provider.on('authenticationFailed', ({ reason }) => { denied = reason; show() })
  provider.on('close', ({ event }) => { closed = event.reason; show() })
  provider.on('stateless', ({ payload }) => { heard.push(JSON.parse(payload)); show() })
  provider.on('awarenessUpdate', show)
  provider.attach()
  return provider
}

function yWebsocket() {
  const provider = new WebsocketProvider(address, name, doc, { WebSocketPolyfill: Authorised, disableBc: true })
  provider.on('sync', (state) => { synced = state; show() })
  provider.on('closed', ({ code, reason }) => { closed = `${code} ${reason}`; show() })
  provider.awareness.on('update', show)
  return provider
}

console.error = () => {}
const provider = kind === 'hocuspocus' ? hocuspocus() : yWebsocket()
doc.on('update', () => queueMicrotask(show))

function type(words) {
  doc.transact(() => {
    const paragraph = new Y.XmlElement('paragraph')
    root.push([paragraph])
    paragraph.push([new Y.XmlText(words)])
  })
}

const orders = {
  type,
  cut: () => line.terminate(),
  force: () => provider.forceSync(),
  caret: (place) => provider.awareness.setLocalStateField('cursor', place),
}
createInterface({ input: process.stdin }).on('line', (order) => {
  const [verb, ...rest] = order.split(' ')
  orders[verb](rest.join(' '))
  show()
}).on('close', () => process.exit(0))
