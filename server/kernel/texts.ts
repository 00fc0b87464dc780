/**
 * Texts that PostgreSQL can keep. It has no character NUL, and in JSON no half of a surrogate pair; both come with files of others, and a half
 * also where a text is cut in the middle of a character. Pure.
 */

/** Without NUL, and with the replacement character for each half of a pair. */
export function storable(text: string): string {
  // halves first: without the NUL between them two would become a pair
  return text.toWellFormed().replaceAll('\0', '')
}

/** The same for a text that is JSON, where such characters stand as escapes. */
export function storableJson(json: string): string {
  if (!SUSPECT.test(json)) return json
  return json.replace(ESCAPE, (written, bad: string | undefined) => (bad === undefined ? written : bad === '0000' ? '' : '\\ufffd'))
}

const SUSPECT = /\\u(?:0000|d[89a-f])/i
// a whole pair, or an escape with the code of what cannot be kept, or any other escape: so `\\u0000`, which is a backslash and letters, stays
const ESCAPE = /\\(?:ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|u(0000|d[89a-f][0-9a-f]{2})|.)/gis
