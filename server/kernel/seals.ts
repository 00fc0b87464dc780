import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const SEAL_BYTES = 18

/** Until the settings are read, one that nobody knows. */
let secret = randomBytes(32).toString('base64url')

/** Called once at the start, by whoever knows the settings. */
export function setSealSecret(given: string): void {
  secret = given
}

/** Proves that words went out from here, for when they come back: only this installation can make it. `purpose` keeps seals of one thing from being taken for another. */
export function sealOf(purpose: string, words: readonly string[]): string {
  const text = JSON.stringify([purpose, ...words])
  return createHmac('sha256', secret).update('seal\0').update(text).digest().subarray(0, SEAL_BYTES).toString('base64url')
}

export function isSealed(purpose: string, words: readonly string[], seal: string): boolean {
  const [given, right] = [Buffer.from(seal), Buffer.from(sealOf(purpose, words))]
  return given.length === right.length && timingSafeEqual(given, right)
}
