/** From properties to cards, one after another, of any versions mixed. */
import { complaint, type RowComplaint } from '../complaints.ts'
import { ROWS_MAX, refuse, type Upload } from '../uploads.ts'
import { type ContentLine, contentLines } from './lines.ts'
import { type Property, parseProperty } from './properties.ts'

/** `refusal` says why a card cannot be taken, `warnings` which of its lines. The first card is number 1. */
export type Card = {
  number: number
  line: number
  version: string
  properties: Property[]
  refusal?: RowComplaint
  warnings: RowComplaint[]
}

const PROPERTIES_MAX = 1_000
const WARNINGS_MAX = 20
const VERSIONS = new Set(['2.1', '3.0', '4.0'])

/** What is open while the lines come in. */
type Reading = { card: Card | undefined; nested: number; count: number; stray: RowComplaint[] }

export async function* readCards(upload: Upload): AsyncGenerator<Card> {
  const reading: Reading = { card: undefined, nested: 0, count: 0, stray: [] }
  for await (const lines of contentLines(upload)) {
    for (const line of lines) {
      const done = takeLine(reading, line)
      if (done) yield done
      if (reading.count > ROWS_MAX)
        throw refuse('import_too_many_rows', `“${upload.name}” has more than ${ROWS_MAX} cards. Please split it.`)
    }
  }
  if (reading.card) yield unended(reading.card)
  else if (reading.stray[0]) yield { ...newCard(reading, 0), refusal: reading.stray[0], warnings: [] }
}

/** Answers the card that ends, or breaks off, with this line. */
function takeLine(reading: Reading, line: ContentLine): Card | undefined {
  const mark = /^(BEGIN|END):\s*VCARD\s*$/i.exec(line.text)?.[1]?.toUpperCase()
  if (mark === 'BEGIN') return beginCard(reading, line)
  if (mark === 'END') return endCard(reading)
  if (reading.nested > 0) return undefined
  const property = parseProperty(line)
  const { card } = reading
  if (!card || !property) {
    const warnings = card?.warnings ?? reading.stray
    const unreadable = complaint('card_line_unreadable', {
      line: line.line,
      value: Buffer.from(line.text.slice(0, 40), 'latin1').toString(),
    })
    if (warnings.length < WARNINGS_MAX) warnings.push(unreadable)
  } else if (property.name === 'VERSION') card.version = property.raw.trim()
  else if (card.properties.length < PROPERTIES_MAX) card.properties.push(property)
  else card.refusal ??= complaint('card_too_long', { limit: PROPERTIES_MAX })
  return undefined
}

function beginCard(reading: Reading, { line }: ContentLine): Card | undefined {
  const { card } = reading
  // 2.1 may hold the card of somebody's agent inside theirs
  const last = card?.properties.at(-1)
  if (reading.nested > 0 || (last?.name === 'AGENT' && last.raw.trim() === '')) {
    reading.nested++
    return undefined
  }
  reading.card = newCard(reading, line)
  return card && unended(card)
}

function endCard(reading: Reading): Card | undefined {
  if (reading.nested > 0) {
    reading.nested--
    return undefined
  }
  const { card } = reading
  reading.card = undefined
  if (card && !VERSIONS.has(card.version)) card.refusal ??= complaint('card_version_unknown', { version: card.version.slice(0, 20) })
  return card
}

/** Cards without a version exist; they are read as 3.0. */
function newCard(reading: Reading, line: number): Card {
  reading.count++
  return { number: reading.count, line, version: '3.0', properties: [], warnings: reading.stray.splice(0) }
}

function unended(card: Card): Card {
  return { ...card, refusal: complaint('card_not_ended', { line: card.line }) }
}
