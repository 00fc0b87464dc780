/** Results of questions as bytes: columns of numbers and of ids as they are, everything else as JSON, all of it deflated. Pure. */
import { promisify } from 'node:util'
import { constants, deflateRawSync, inflateRaw } from 'node:zlib'
import { giveTurn, STRETCH } from '../../kernel/columns.ts'

type Column = { kind: 'counts' | 'numbers' | 'ids'; length: number; from: number }
type Head = { rest: Record<string, unknown>; columns: Record<string, Column> }

/** Shorter lists are not worth a column. */
const COLUMN_MIN = 64
const ID_BYTES = 16
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const WIDTH = { counts: 4, numbers: 8, ids: ID_BYTES } as const

export function pack(result: object): Uint8Array<ArrayBuffer> {
  const head: Head = { rest: {}, columns: {} }
  const parts: Uint8Array[] = []
  let from = 0
  for (const [key, value] of Object.entries(result)) {
    const kind = kindOf(value)
    if (kind === null) {
      head.rest[key] = value
      continue
    }
    const bytes = BYTES_OF[kind](value as never)
    head.columns[key] = { kind, length: (value as unknown[]).length, from }
    parts.push(bytes)
    from += bytes.length
  }
  const text = Buffer.from(JSON.stringify(head))
  const size = Buffer.alloc(4)
  size.writeUInt32LE(text.length)
  // the quickest level: what is kept for minutes need not be as small as can be
  return new Uint8Array(deflateRawSync(Buffer.concat([size, text, ...parts]), { level: constants.Z_BEST_SPEED }))
}

/** The result again, equal to what was packed; of long columns a stretch at a time, so that nobody else waits for it. */
export async function unpack<T>(packed: Uint8Array): Promise<T> {
  const { head, body } = await open(packed)
  const result: Record<string, unknown> = { ...head.rest }
  for (const [key, column] of Object.entries(head.columns)) {
    const list: (number | string | null)[] = []
    for (let k = 0; k < column.length; k++) {
      if (k % STRETCH === STRETCH - 1) await giveTurn()
      list.push(valueAt(body, column, k))
    }
    result[key] = list
  }
  return result as T
}

/** One place of every column, found by its id in the column `by`; undefined where there is no such id. Nothing else is taken apart. */
export async function unpackOne(packed: Uint8Array, by: string, id: string): Promise<Record<string, number | string | null> | undefined> {
  const { head, body } = await open(packed)
  const ids = head.columns[by]
  const rest = Object.entries(head.rest).filter(([, value]) => Array.isArray(value)) as [string, (number | string | null)[]][]
  const place = ids ? placeOf(body, ids, id) : (head.rest[by] as string[]).indexOf(id)
  if (place < 0) return undefined
  return Object.fromEntries([
    ...rest.map(([key, list]) => [key, list[place] ?? null]),
    ...Object.entries(head.columns).map(([key, column]) => [key, valueAt(body, column, place)]),
  ])
}

const inflate = promisify(inflateRaw)

async function open(packed: Uint8Array): Promise<{ head: Head; body: Buffer }> {
  const bytes = await inflate(packed)
  const size = 4 + bytes.readUInt32LE(0)
  return { head: JSON.parse(bytes.toString('utf8', 4, size)) as Head, body: bytes.subarray(size) }
}

function kindOf(value: unknown): Column['kind'] | null {
  if (!Array.isArray(value) || value.length < COLUMN_MIN) return null
  if (value.every((item) => typeof item === 'string' && UUID.test(item))) return 'ids'
  if (value.every((item) => Number.isInteger(item) && item >= 0 && item <= 0xffff_ffff)) return 'counts'
  // NaN stands for null, which JSON would make of it as well
  return value.every((item) => item === null || typeof item === 'number') ? 'numbers' : null
}

const BYTES_OF = {
  counts: (values: number[]) => new Uint8Array(Uint32Array.from(values).buffer),
  numbers: (values: (number | null)[]) => new Uint8Array(Float64Array.from(values, (value) => value ?? Number.NaN).buffer),
  ids: (values: string[]) => Buffer.from(values.join('').replaceAll('-', ''), 'hex'),
}

function valueAt(body: Buffer, { kind, from }: Column, k: number): number | string | null {
  const at = from + k * WIDTH[kind]
  if (kind === 'counts') return body.readUInt32LE(at)
  if (kind === 'ids') return idOf(body.toString('hex', at, at + ID_BYTES))
  const value = body.readDoubleLE(at)
  return Number.isNaN(value) ? null : value
}

function placeOf(body: Buffer, { from, length }: Column, id: string): number {
  const wanted = Buffer.from(id.replaceAll('-', ''), 'hex')
  for (let k = 0; k < length; k++) {
    const at = from + k * ID_BYTES
    if (body.compare(wanted, 0, ID_BYTES, at, at + ID_BYTES) === 0) return k
  }
  return -1
}

function idOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
