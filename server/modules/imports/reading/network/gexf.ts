/** GEXF 1.1 to 1.3 (http://gexf.net): declared attributes, nodes (also in one another), edges. Colours, sizes and positions are left out. */
import { COLUMNS_MAX, refuse, type Upload } from '../uploads.ts'
import type { XmlHandlers } from '../xml.ts'
import type { Named, NetworkTables } from './tables.ts'

const NAMESPACE = /^https?:\/\/(?:www\.)?gexf\.net\/1\.[123](?:draft)?\/?$/
const VERSION = /^1\.[123]$/

type Declared = { titles: Map<string, string>; defaults: Map<string, string>; named: readonly Named[] | undefined }
type Open = { attributes: Record<string, string>; values: Named[] }

export function gexfHandlers(upload: Upload, tables: NetworkTables): XmlHandlers {
  const ofNodes = newDeclared()
  const ofEdges = newDeclared()
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
    else if (name === 'attributes') declaring = attributes.class === 'node' ? ofNodes : attributes.class === 'edge' ? ofEdges : undefined
    else if (name === 'attribute') {
      attribute = attributes.id ?? ''
      declaring?.titles.set(attribute, attributes.title ?? attribute)
      if (declaring && declaring.titles.size > COLUMNS_MAX)
        throw refuse('import_too_many_columns', `“${upload.name}” declares more than ${COLUMNS_MAX} attributes.`)
    } else if (name === 'node') nodes.push({ attributes, values: [] })
    else if (name === 'edge') edge = { attributes, values: [] }
    else if (name === 'attvalue') {
      const id = attributes.for ?? attributes.id ?? ''
      const title = (edge ? ofEdges : ofNodes).titles.get(id) ?? id
      ;(edge ?? nodes.at(-1))?.values.push([title, attributes.value ?? ''])
    }
  }
  const close = (name: string) => {
    isDefault = false
    if (name === 'attributes') declaring = undefined
    if (name === 'edge' && edge) {
      closeEdge(edge, edgeType, withDefaults('edge', ofEdges, tables), tables)
      edge = undefined
    }
    const node = name === 'node' ? nodes.pop() : undefined
    if (node) closeNode(node, withDefaults('node', ofNodes, tables), tables)
  }
  const text = (more: string) => {
    if (!isDefault || !declaring) return
    const title = declaring.titles.get(attribute) ?? attribute
    declaring.named = undefined
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

function newDeclared(): Declared {
  return { titles: new Map(), defaults: new Map(), named: undefined }
}

/** Made once, not for each node. */
function withDefaults(kind: 'node' | 'edge', declared: Declared, tables: NetworkTables): readonly Named[] {
  declared.named ??= tables.meant(kind, [...declared.defaults].map(([title, value]) => [title, value.trim()] as const)) // biome-ignore format: one line reads better
  return declared.named
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
