import { randomUUID } from 'node:crypto'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
let lastMs = 0
let counter = 0

/**
 * A UUID version 7 (RFC 9562 section 5.7): milliseconds first, so that keys made one after the other lie side by side in an index.
 * Within one millisecond a 12-bit counter keeps the order (section 6.2, method 1); when it is used up, time is borrowed from the next.
 */
export function newId(): string {
  const now = Date.now()
  if (now > lastMs) {
    lastMs = now
    counter = 0
  } else if (++counter > 0xfff) {
    lastMs += 1
    counter = 0
  }
  const time = lastMs.toString(16).padStart(12, '0')
  const order = counter.toString(16).padStart(3, '0')
  // the last two groups are 62 random bits behind the variant, which is the same in version 4; those come from a pool and are cheap
  return `${time.slice(0, 8)}-${time.slice(8)}-7${order}-${randomUUID().slice(19)}`
}

export function isId(value: string): boolean {
  return UUID.test(value)
}
