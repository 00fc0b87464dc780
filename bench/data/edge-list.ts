const NEWLINE = 10
const SPACE = 32
const ZERO = 48

/** Reads a text of two numbers a line, `12 345`, into columns. */
export function readEdgeList(text: Uint8Array): { from: Uint32Array; to: Uint32Array } {
  let lines = 0
  for (let k = 0; k < text.length; k++) if (text[k] === NEWLINE) lines++
  const from = new Uint32Array(lines)
  const to = new Uint32Array(lines)
  let line = 0
  let number = 0
  for (let k = 0; k < text.length; k++) {
    const byte = text[k]!
    if (byte === SPACE) {
      from[line] = number
      number = 0
    } else if (byte === NEWLINE) {
      to[line++] = number
      number = 0
    } else {
      number = 10 * number + byte - ZERO
    }
  }
  return { from, to }
}
