import { randomFillSync } from 'node:crypto'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const VERSION = 0x7000
const VARIANT = 0x80
const VARIANT_REST = 0x3f
const RANDOM_BYTES = 8

let lastMs = 0
let begin = ''
let counter = 0
/** Random bytes for the next ids: asked for one by one they cost more than all the rest. */
const random = Buffer.alloc(512 * RANDOM_BYTES)
let used = random.length

/**
 * A UUID version 7 (RFC 9562 section 5.7): milliseconds first, so that keys made one after the other lie side by side in an index.
 * Within one millisecond a 12-bit counter keeps the order (section 6.2, method 1); when it is used up, time is borrowed from the next.
 */
export function newId(): string {
  const now = Date.now()
  if (now > lastMs) startMs(now)
  else if (++counter > 0xfff) startMs(lastMs + 1)
  const end = randomEnd()
  return `${begin}${(VERSION + counter).toString(16)}-${end.slice(0, 4)}-${end.slice(4)}`
}

/** What all ids of a millisecond begin with is written once. */
function startMs(ms: number): void {
  lastMs = ms
  counter = 0
  const time = ms.toString(16).padStart(12, '0')
  begin = `${time.slice(0, 8)}-${time.slice(8)}-`
}

/** The last two groups: 62 random bits behind the variant. */
function randomEnd(): string {
  if (used === random.length) {
    randomFillSync(random)
    used = 0
  }
  random[used] = (random[used]! & VARIANT_REST) | VARIANT
  used += RANDOM_BYTES
  return random.toString('hex', used - RANDOM_BYTES, used)
}

export function isId(value: string): boolean {
  return UUID.test(value)
}
