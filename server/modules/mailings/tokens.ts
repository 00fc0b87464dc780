import { createHmac, timingSafeEqual } from 'node:crypto'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'
const ID_BYTES = 16
const PROOF_BYTES = 10
const TOKEN = /(?<![a-z2-7])[a-z2-7]{42}(?![a-z2-7])/gi
/** More than a report has in its headers, and few enough to be tried in no time. */
const TRIED_MAX = 100

/**
 * The mark by which a mail is known when it comes back: the id of its recipient with a proof that it comes from here, in letters and
 * figures that survive being written in capitals. A stranger cannot make one, so they cannot say of anybody that their mails come back.
 */
export function tokenOf(id: string, secret: string): string {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex')
  return encode(Buffer.concat([bytes, proofOf(bytes, secret)]))
}

/** The id in the first mark of ours within a text, wherever it stands: an address, a Message-ID. */
export function findIdIn(text: string, secret: string): string | undefined {
  let tried = 0
  for (const [token] of text.matchAll(TOKEN)) {
    if (++tried > TRIED_MAX) return undefined
    const bytes = decode(token.toLowerCase())
    const id = bytes.subarray(0, ID_BYTES)
    // of the last letter two bits stand for nothing: only one way of writing a mark is ours
    if (encode(bytes) !== token.toLowerCase()) continue
    if (timingSafeEqual(bytes.subarray(ID_BYTES), proofOf(id, secret))) return toId(id)
  }
  return undefined
}

function proofOf(id: Uint8Array, secret: string): Buffer {
  return createHmac('sha256', secret).update('returned mail\0').update(id).digest().subarray(0, PROOF_BYTES)
}

/** Base32 (RFC 4648), without what fills it up. */
function encode(bytes: Buffer): string {
  let [text, bits, count] = ['', 0, 0]
  for (const byte of bytes) {
    bits = (bits << 8) | byte
    for (count += 8; count >= 5; count -= 5) text += LETTERS[(bits >> (count - 5)) & 31]
    bits &= (1 << count) - 1
  }
  return count > 0 ? text + LETTERS[(bits << (5 - count)) & 31] : text
}

function decode(text: string): Buffer {
  const bytes: number[] = []
  let [bits, count] = [0, 0]
  for (const letter of text) {
    bits = (bits << 5) | LETTERS.indexOf(letter)
    count += 5
    if (count < 8) continue
    count -= 8
    bytes.push(bits >> count)
    bits &= (1 << count) - 1
  }
  return Buffer.from(bytes)
}

function toId(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
