/** Blueprints and projects of Kumu: elements and connections as JSON. */
import { z } from 'zod'
import type { ImportRecord } from '../records.ts'
import type { Upload } from '../uploads.ts'
import { line } from '../values.ts'
import { type Named, networkTables } from './tables.ts'

const Id = z.union([z.string(), z.number()])
const Values = z.record(z.string(), z.unknown())
const Item = z.looseObject({ id: Id.optional(), _id: Id.optional(), attributes: Values.optional() })
const Blueprint = z.object({
  elements: z.array(Item.extend({ label: z.unknown().optional() })),
  connections: z.array(Item.extend({ from: Id, to: Id })).optional(),
})

/** Undefined for JSON that is no blueprint. Elements are spoken of by their ids, or by their labels where they have none. */
export function readBlueprint(file: number, parsed: unknown, upload: Upload): ImportRecord[] | undefined {
  const found = Blueprint.safeParse(parsed)
  if (!found.success || !isBlueprint(found.data)) return undefined
  const tables = networkTables(file, upload)
  const byLabel = new Map<string, string>()
  const ids = new Set<string>()
  for (const { id, _id, attributes = {}, ...own } of found.data.elements) {
    const values = { ...own, ...attributes }
    const label = line(textOf(values.label))
    const known = String(id ?? _id ?? label)
    ids.add(known)
    if (!byLabel.has(label)) byLabel.set(label, known)
    tables.node(known, namedOf(values))
  }
  const endOf = (end: string | number) => (ids.has(String(end)) ? String(end) : (byLabel.get(line(String(end))) ?? String(end)))
  for (const { id: _, _id, from, to, attributes = {}, ...own } of found.data.connections ?? [])
    tables.tie(endOf(from), endOf(to), namedOf({ ...own, ...attributes }))
  return tables.take()
}

/** An answer of the Overpass API holds elements too, but none with a label, and no connections. */
function isBlueprint({ elements, connections }: z.infer<typeof Blueprint>): boolean {
  return (
    connections !== undefined ||
    (elements.length > 0 && elements.every(({ label, attributes }) => (label ?? attributes?.label) !== undefined))
  )
}

function namedOf(values: Record<string, unknown>): Named[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const text = textOf(value)
    return text === '' ? [] : [[name, text] as const]
  })
}

/** One value, or a list of single ones: what lies deeper is not read, however deep it goes. */
function textOf(value: unknown): string {
  const single = (one: unknown) => (typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean' ? String(one) : '')
  return Array.isArray(value) ? value.map(single).join('\n') : single(value)
}
