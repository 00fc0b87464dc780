/** Networks as XML, told by their root: GEXF and GraphML. */
import { DomainError } from '../../../../kernel/errors.ts'
import { decode, detectEncoding } from '../encodings.ts'
import type { ImportRecord } from '../records.ts'
import { refuse, type Upload } from '../uploads.ts'
import { walkXml, type XmlHandlers } from '../xml.ts'
import { gexfHandlers } from './gexf.ts'
import { graphmlHandlers } from './graphml.ts'
import { type NetworkTables, networkTables } from './tables.ts'

type Handlers = (upload: Upload, tables: NetworkTables) => XmlHandlers
const FORMATS: ReadonlyMap<string, Handlers> = new Map([
  ['gexf', gexfHandlers],
  ['graphml', graphmlHandlers],
])

/** The records of a network, while it is read. Throws for a file without nodes and ties. */
export async function* readNetwork(file: number, upload: Upload): AsyncGenerator<ImportRecord> {
  const tables = networkTables(file, upload)
  let handlers: XmlHandlers | undefined
  const walking = walk(upload, {
    open: (name, attributes) => {
      handlers ??= formatOf(name, upload)(upload, tables)
      handlers.open?.(name, attributes)
    },
    close: (name) => handlers?.close?.(name),
    text: (text) => handlers?.text?.(text),
  })
  for await (const _ of walking) yield* tables.take()
  if (tables.count() === 0) throw refuse('import_file_empty', `“${upload.name}” holds neither nodes nor ties.`)
}

/** Which network format a file is. */
export async function recogniseNetwork(upload: Upload): Promise<string> {
  let root = ''
  const walking = walk(upload, {
    open: (name) => {
      root ||= name
    },
  })
  for await (const _ of walking) if (root !== '') break
  formatOf(root, upload)
  return root
}

/** All texts of a network, what is said of one node or tie together. */
export async function* readNetworkTexts(upload: Upload): AsyncGenerator<string[]> {
  let texts: string[] = []
  let ready: string[][] = []
  const walking = walk(upload, {
    open: (_, attributes) => texts.push(...Object.values(attributes)),
    text: (text) => texts.push(text),
    close: (name) => {
      if (name !== 'node' && name !== 'edge') return
      ready.push(texts)
      texts = []
    },
  })
  for await (const _ of walking) {
    yield* ready
    ready = []
  }
  yield texts
}

function formatOf(root: string, upload: Upload) {
  const format = FORMATS.get(root)
  if (format) return format
  throw refuse('import_unknown_xml', `“${upload.name}” is neither GEXF nor GraphML.`)
}

async function* walk(upload: Upload, handlers: XmlHandlers): AsyncGenerator<void> {
  const encoding = await detectEncoding(upload)
  try {
    yield* walkXml(decode(upload, encoding), upload.name, handlers)
  } catch (error) {
    if (error instanceof DomainError) throw error
    const row = Number(/^(\d+):/.exec(error instanceof Error ? error.message : '')?.[1]) || undefined
    throw refuse('import_broken_xml', `“${upload.name}” is not complete XML${row ? `: line ${row} cannot be read` : ''}.`, row)
  }
}
