import { setImmediate } from 'node:timers/promises'
import { wordsOf } from './matching/names.ts'
import { readTexts, type Upload } from './reading/index.ts'

/** By what a person is found in a row: texts as they stand, names by their words in any order and cells, numbers by their last digits. */
export type Trace = { texts: string[]; names: string[][]; numbers: string[] }

const TURN_MS = 30
const NUMBER_DIGITS = 8
const NUMBER_DIGITS_MIN = 6

/** From names, addresses and numbers. */
export function traceOf(words: readonly string[]): Trace {
  const trace: Trace = { texts: [], names: [], numbers: [] }
  for (const word of words) {
    const digits = word.replace(/\D/g, '')
    if (word.includes('@')) trace.texts.push(word.toLowerCase())
    else if (/\p{L}/u.test(word)) trace.names.push(wordsOf(word))
    else if (digits.length >= NUMBER_DIGITS_MIN) trace.numbers.push(digits.slice(-NUMBER_DIGITS))
  }
  trace.names = trace.names.filter((name) => name.length > 0)
  return trace
}

/** Whether the cells of one row speak of the person. Rather says so once too often. */
export function isIn({ texts, names, numbers }: Trace, cells: readonly string[]): boolean {
  const row = cells.join(' ')
  const lower = row.toLowerCase()
  if (texts.some((text) => lower.includes(text))) return true
  if (numbers.length > 0 && cells.some((cell) => holdsNumber(cell, numbers))) return true
  if (names.length === 0) return false
  const words = new Set(wordsOf(row))
  return names.some((name) => name.every((word) => words.has(word)))
}

function holdsNumber(cell: string, numbers: readonly string[]): boolean {
  const digits = cell.replace(/\D/g, '')
  return digits.length >= NUMBER_DIGITS_MIN && numbers.some((number) => digits.includes(number))
}

/** Whether a file speaks of the person. One that cannot be read to its end counts as if it did. */
export async function isInFile(trace: Trace, upload: Upload): Promise<boolean> {
  let turn = performance.now()
  try {
    for await (const cells of readTexts(upload)) {
      if (isIn(trace, cells)) return true
      if (performance.now() - turn < TURN_MS) continue
      await setImmediate()
      turn = performance.now()
    }
    return false
  } catch {
    return true
  }
}
