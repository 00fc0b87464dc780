/** GraphML (http://graphml.graphdrawing.org): declared keys, nodes (also graphs in one another), edges; labels of yEd where no other is. */
import { COLUMNS_MAX, refuse, type Upload } from '../uploads.ts'
import type { XmlHandlers } from '../xml.ts'
import type { Named, NetworkTables } from './tables.ts'

const NAMESPACE = 'http://graphml.graphdrawing.org/xmlns'
/** Drawings and other data of programs, which are no words. */
const FOREIGN_LABELS = new Set(['NodeLabel', 'EdgeLabel'])

/** What nodes and edges say that say nothing, made once for each of the two: a file has few keys and many nodes. */
type Defaults = Map<string, readonly Named[]>
type Key = { name: string; owner: string; fallback: string | undefined }
/** `owner` says what the data inside belongs to. */
type Open = { owner: string; attributes: Record<string, string>; values: Named[]; label: string }

export function graphmlHandlers(upload: Upload, tables: NetworkTables): XmlHandlers {
  const keys = new Map<string, Key>()
  const defaults: Defaults = new Map()
  const opened: Open[] = []
  let key: Key | undefined
  let data: { id: string; text: string } | undefined
  /** What the text that comes next is. */
  let reads: 'data' | 'default' | 'label' | undefined
  const open = (name: string, attributes: Record<string, string>) => {
    reads = undefined
    if (name === 'graphml') mustBeKnown(attributes, upload)
    else if (name === 'key') {
      key = { name: attributes['attr.name'] ?? attributes.id ?? '', owner: attributes.for ?? 'all', fallback: undefined }
      keys.set(attributes.id ?? '', key)
      if (keys.size > COLUMNS_MAX) throw refuse('import_too_many_columns', `“${upload.name}” declares more than ${COLUMNS_MAX} attributes.`)
    } else if (OWNERS.has(name)) opened.push({ owner: name, attributes, values: [], label: '' })
    else if (name === 'data') {
      data = { id: attributes.key ?? '', text: '' }
      reads = 'data'
    } else if (name === 'default' && key) reads = 'default'
    else if (FOREIGN_LABELS.has(name)) reads = 'label'
  }
  const close = (name: string) => {
    reads = undefined
    if (name === 'key') {
      key = undefined
      defaults.clear()
    } else if (name === 'data' && data) {
      opened.at(-1)?.values.push([keys.get(data.id)?.name ?? data.id, data.text.trim()])
      data = undefined
    } else if (OWNERS.has(name)) {
      const done = opened.pop()
      if (done) closeElement(done, opened, defaultsFor(done.owner, keys, defaults, tables), tables)
    }
  }
  const text = (more: string) => {
    const element = opened.at(-1)
    if (reads === 'data' && data) data.text += more
    else if (reads === 'default' && key) key.fallback = (key.fallback ?? '') + more
    else if (reads === 'label' && element) element.label += more
  }
  return { open, close, text }
}

const OWNERS = new Set(['graph', 'node', 'edge', 'hyperedge', 'port'])

function mustBeKnown({ xmlns = NAMESPACE }: Record<string, string>, upload: Upload): void {
  if (xmlns.startsWith(NAMESPACE)) return
  throw refuse('import_unknown_version', `“${upload.name}” is GraphML of a version that cannot be read (${xmlns.slice(0, 60)}).`)
}

function defaultsFor(owner: string, keys: ReadonlyMap<string, Key>, made: Defaults, tables: NetworkTables): readonly Named[] {
  if (owner !== 'node' && owner !== 'edge') return []
  const present = made.get(owner)
  if (present) return present
  const fresh = [...keys.values()].flatMap(({ name, owner: of, fallback }) =>
    fallback !== undefined && (of === owner || of === 'all') ? [[name, fallback.trim()] as const] : [],
  )
  const meant = tables.meant(owner, fresh)
  made.set(owner, meant)
  return meant
}

function closeElement(
  { owner, attributes, values, label }: Open,
  around: readonly Open[],
  defaults: readonly Named[],
  tables: NetworkTables,
): void {
  if (owner === 'hyperedge') tables.hyperedge()
  if (owner !== 'node' && owner !== 'edge') return
  const named = [...values.filter(([, value]) => value !== ''), ...defaults]
  const { id = '', source = '', target = '', directed } = attributes
  if (owner === 'node') {
    const hasName = named.some(([name, value]) => /^(?:label|name)$/i.test(name) && value !== '')
    tables.node(id, hasName ? named : [...named, ['label', label.trim() || id]])
    return
  }
  const graph = around.findLast((element) => element.owner === 'graph')
  const direction = directed ?? (graph?.attributes.edgedefault === 'directed' ? 'true' : 'false')
  const hasLabel = label.trim() !== ''
  tables.tie(source, target, [...named, ['direction', direction], ...(hasLabel ? [['label', label.trim()] as const] : [])])
}
