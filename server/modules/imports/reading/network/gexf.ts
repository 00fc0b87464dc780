/** GEXF 1.1 to 1.3 (http://gexf.net): declared attributes, nodes (also in one another), edges. Colours, sizes and positions are left out. */
import { refuse, type Upload } from '../uploads.ts'
import type { XmlHandlers } from '../xml.ts'
import type { Named, NetworkTables } from './tables.ts'

const NAMESPACE = /^https?:\/\/(?:www\.)?gexf\.net\/1\.[123](?:draft)?\/?$/
const VERSION = /^1\.[123]$/

type Declared = { titles: Map<string, string>; defaults: Map<string, string> }
type Open = { attributes: Record<string, string>; values: Named[] }

export function gexfHandlers(upload: Upload, tables: NetworkTables): XmlHandlers {
  const declared: Record<string, Declared> = {
    node: { titles: new Map(), defaults: new Map() },
    edge: { titles: new Map(), defaults: new Map() },
  }
  let declaring: Declared | undefined
  let attribute = ''
  let isDefault = false
  let edgeType = 'undirected'
  const nodes: Open[] = []
  let edge: Open | undefined
  const open = (name: string, attributes: Record<string, string>) => {
    isDefault = name === 'default'
    if (name === 'gexf') mustBeKnown(attributes, upload)
    else if (name === 'graph') edgeType = attributes.defaultedgetype ?? edgeType
    else if (name === 'attributes') declaring = declared[attributes.class ?? '']
    else if (name === 'attribute') {
      attribute = attributes.id ?? ''
      declaring?.titles.set(attribute, attributes.title ?? attribute)
    } else if (name === 'node') nodes.push({ attributes, values: [] })
    else if (name === 'edge') edge = { attributes, values: [] }
    else if (name === 'attvalue') {
      const id = attributes.for ?? attributes.id ?? ''
      const title = declared[edge ? 'edge' : 'node']!.titles.get(id) ?? id
      ;(edge ?? nodes.at(-1))?.values.push([title, attributes.value ?? ''])
    }
  }
  const close = (name: string) => {
    isDefault = false
    if (name === 'attributes') declaring = undefined
    if (name === 'edge' && edge) {
      closeEdge(edge, edgeType, withDefaults(declared.edge!), tables)
      edge = undefined
    }
    const node = name === 'node' ? nodes.pop() : undefined
    if (node) closeNode(node, withDefaults(declared.node!), tables)
  }
  const text = (more: string) => {
    if (!isDefault || !declaring) return
    const title = declaring.titles.get(attribute) ?? attribute
    declaring.defaults.set(title, (declaring.defaults.get(title) ?? '') + more)
  }
  return { open, close, text }
}

function mustBeKnown({ version, xmlns }: Record<string, string>, upload: Upload): void {
  const isKnown = xmlns === undefined ? VERSION.test(version ?? '') : NAMESPACE.test(xmlns)
  if (isKnown) return
  const said = (version ?? xmlns ?? 'none').slice(0, 60)
  throw refuse('import_unknown_version', `“${upload.name}” is GEXF of a version that cannot be read (${said}). 1.1, 1.2 and 1.3 can be.`)
}

function withDefaults({ defaults }: Declared): Named[] {
  return [...defaults].map(([title, value]) => [title, value.trim()] as const)
}

function closeNode({ attributes, values }: Open, defaults: readonly Named[], tables: NetworkTables): void {
  const id = attributes.id ?? ''
  tables.node(id, [['label', attributes.label || id], ...values, ...defaults])
}

function closeEdge({ attributes, values }: Open, edgeType: string, defaults: readonly Named[], tables: NetworkTables): void {
  const { source = '', target = '', type = edgeType, kind, label, weight, start, end } = attributes
  const own = { kind, label, weight, start, end, direction: type }
  const named = Object.entries(own).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  tables.tie(source, target, [...values, ...named, ...defaults])
}
