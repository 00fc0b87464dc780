/** The codes of vouchers: made to be read from paper and typed at a counter. Pure. */

/** Digits and capitals without those that are taken for one another (Crockford's base 32). */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Five bits each, so 100 bits: nobody guesses one, however many there are. */
export const CODE_LENGTH = 20
const GROUP = 4

/** A code from as many random bytes as it has letters. */
export function codeOf(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, CODE_LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join('')
}

/** The code as it is printed: in groups of four. */
export function grouped(code: string): string {
  return code.match(new RegExp(`.{1,${GROUP}}`, 'g'))?.join('-') ?? code
}

/**
 * The code that was meant by what somebody typed, or by the address that a camera read: without blanks and hyphens, in capitals, with the letters
 * that are not used read as those they look like. Undefined for what cannot be one.
 */
export function codeIn(typed: string): string | undefined {
  const last = typed
    .trim()
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .split('/')
    .at(-1)!
  const code = last.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1').replaceAll('U', 'V')
  return code.length === CODE_LENGTH && [...code].every((letter) => LETTERS.includes(letter)) ? code : undefined
}

export type State = 'open' | 'used' | 'expired'

export function stateOf(left: bigint, expiresOn: string, today: string): State {
  if (expiresOn < today) return 'expired'
  return left === 0n ? 'used' : 'open'
}
