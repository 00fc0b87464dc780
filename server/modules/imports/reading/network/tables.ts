/** Nodes and ties of one file that holds both, read by the same words as tables. Ids mean something in this file only. */
import { complaint } from '../complaints.ts'
import { headerKey } from '../delimited.ts'
import { mappingOf, type Preset } from '../presets.ts'
import { emptyRecord, type ImportRecord } from '../records.ts'
import { valueReader } from '../rows.ts'
import { COLUMNS_MAX, ROWS_MAX, refuse, type Upload } from '../uploads.ts'
import { line } from '../values.ts'
import { EDGES, NODES } from './presets.ts'

/** A value under its name. Of two values with one name the first counts. */
export type Named = readonly [name: string, value: string]

/** Takes what a file holds, in its order, and hands on what it became. Rows are counted over nodes and ties together. */
export type NetworkTables = {
  node: (id: string, values: readonly Named[]) => void
  tie: (from: string, to: string, values: readonly Named[]) => void
  hyperedge: () => void
  /** Of what holds for all nodes or ties that say nothing else, what means something here, each once: it is gone through for every single one. */
  meant: (kind: 'node' | 'edge', values: readonly Named[]) => readonly Named[]
  /** The records since the last call. */
  take: () => ImportRecord[]
  count: () => number
}

/** What parts several values: bars as Kumu and Gephi have them, and lines for values that came as a list. */
const SEPARATORS = '|\n'

/** The words for the columns come first, so that a type goes before a label wherever it stands. */
const NODE_COLUMNS = ['id', 'label', 'name', 'type', 'kind']
const TIE_COLUMNS = ['source', 'target', 'type', 'kind', 'relation', 'label']

export function networkTables(file: number, upload: Upload): NetworkTables {
  const scheme = `file.${file}`
  const nodes = columnsOf(file, upload, { ...NODES, separators: SEPARATORS }, scheme, NODE_COLUMNS)
  const ties = columnsOf(file, upload, EDGES, scheme, TIE_COLUMNS)
  const ids = new Set<string>()
  let ready: ImportRecord[] = []
  const counts = { nodes: 0, ties: 0 }
  const add = (kind: 'nodes' | 'ties', record: (row: number) => ImportRecord) => {
    if (++counts[kind] > ROWS_MAX)
      throw refuse('import_too_many_rows', `“${upload.name}” has more than ${ROWS_MAX} ${kind}. Please split it.`)
    ready.push(record(counts.nodes + counts.ties))
  }
  return {
    node: (id, values) =>
      add('nodes', (row) => {
        if (ids.has(line(id))) return { ...emptyRecord(file, row), refusal: complaint('node_repeated', { id: line(id).slice(0, 60) }) }
        ids.add(line(id))
        return nodes.read(row, [['id', id], ...values])
      }),
    tie: (from, to, values) => add('ties', (row) => ties.read(row, [['source', from], ['target', to], ...values])), // biome-ignore format: one line reads better
    hyperedge: () => add('ties', (row) => ({ ...emptyRecord(file, row), refusal: complaint('hyperedge') })),
    meant: (kind, values) => (kind === 'node' ? nodes : ties).meant(values),
    take: () => {
      const taken = ready
      ready = []
      return taken
    },
    count: () => counts.nodes + counts.ties,
  }
}

/**
 * A table whose columns become known as its rows come in. A name that means nothing here gets no column, so that a row costs what it says and
 * not what all rows together do.
 */
function columnsOf(file: number, upload: Upload, preset: Preset, scheme: string, first: readonly string[]) {
  const headers: string[] = []
  const known = new Map<string, number | undefined>()
  /** Names as they are spelt. */
  const at = new Map<string, number | undefined>()
  let read: ReturnType<typeof valueReader> | undefined
  const columnOf = (name: string): number | undefined => {
    const key = headerKey(name)
    if (known.has(key)) return known.get(key)
    if (known.size >= COLUMNS_MAX) throw refuse('import_too_many_columns', `“${upload.name}” has more than ${COLUMNS_MAX} attributes.`)
    const isMeant = mappingOf(preset, [name], scheme).targets[0] !== null
    const column = isMeant ? headers.push(name) - 1 : undefined
    known.set(key, column)
    if (isMeant) read = undefined
    return column
  }
  for (const name of first) columnOf(name)
  const cellsOf = (values: readonly Named[]): string[] => {
    const cells: string[] = []
    for (const [name, value] of values) {
      if (!at.has(name)) at.set(name, columnOf(name))
      const column = at.get(name)
      if (column !== undefined) cells[column] ??= value
    }
    return cells
  }
  return {
    read: (row: number, values: readonly Named[]): ImportRecord => {
      const cells = cellsOf(values)
      read ??= valueReader(file, headers, mappingOf(preset, headers, scheme))
      return read(
        row,
        Array.from(headers, (_, column) => cells[column] ?? ''),
      )
    },
    meant: (values: readonly Named[]): Named[] => cellsOf(values).flatMap((value, column) => [[headers[column]!, value] as const]),
  }
}
