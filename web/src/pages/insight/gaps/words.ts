import type { TFunction } from 'i18next'
import type { Formats } from '../../../ui/format.ts'
import { say } from '../words.ts'
import type { Gap, Gaps, Value } from './queries.ts'

export type Words = { t: TFunction; formats: Formats }

/** A gap in a sentence, as the reader says it. */
export function sayGap(words: Words, { sentence }: Pick<Gap, 'sentence'>): string {
  return say(words, sentence, keyOf)
}

/** Its next step. */
export function sayTask(words: Words, { task }: Pick<Gap, 'task'>): string {
  return say(words, task.title, keyOf)
}

const keyOf = (place: string) => `gaps.${place}`

/** What is at stake in a few words: "€128.00 a week", "40 kg a week"; null where nothing is written down. */
export function sayValue(words: Words, { measure, amountMinor, asset, quantity, unit, rhythm }: Value): string | null {
  if (measure === 'money') return every(words, words.formats.money(amountMinor!, asset!), rhythm)
  return measure === 'quantity' ? every(words, amountOf(words, quantity!, unit), rhythm) : null
}

/** One line of the formula: "40 kg a week × €3.20 = €128.00 a week". */
export function sayTerm(
  words: Words,
  { asset }: Pick<Value, 'asset'>,
  { quantity, unit, rhythm, priceMinor, priceFrom }: Value['terms'][number],
) {
  const { t, formats } = words
  const much = quantity === null ? null : every(words, amountOf(words, quantity, unit), rhythm)
  if (priceMinor === null || asset === null) return much ?? ''
  const price = formats.money(priceMinor, asset)
  const asked = priceFrom === 'offer' ? t('gaps.value.asked', { price }) : price
  if (much === null || quantity === null) return every(words, asked, rhythm)
  const total = every(words, formats.money(productOf(quantity, BigInt(priceMinor)), asset), rhythm)
  return t('gaps.value.product', { much, price: asked, total })
}

/** As the server counts: whole minor units, half a unit up. */
export function productOf(quantity: number, priceMinor: bigint): bigint {
  return (priceMinor * BigInt(Math.round(quantity * 1e6)) + 500_000n) / 1_000_000n
}

function amountOf({ formats }: Words, quantity: number, unit: string | null): string {
  return [formats.number(quantity), unit].filter(Boolean).join(' ')
}

function every({ t }: Words, amount: string, rhythm: Value['rhythm']): string {
  return rhythm === null ? amount : `${amount} ${t(`exchange.every.${rhythm}`)}`
}

/** The sentence under the title: how many there are, also of those that are not listed, and where most is at stake. */
export function headOf(words: Words, { items, parties, totals }: Gaps): string {
  const { t, formats } = words
  const open = items.filter(isOpen)
  if (parties === 0) return t('gaps.head.empty')
  const [first] = open
  if (first === undefined) return t(items.length > 0 ? 'gaps.head.allAside' : 'gaps.head.nothing')
  const value = sayValue(words, first.value)
  const count = Object.values(totals).reduce((sum, each) => sum + each, 0) - (items.length - open.length)
  const counted = { count, number: formats.number(count) }
  return value === null ? t('gaps.head.some', counted) : t('gaps.head.valued', { ...counted, value })
}

/** Not set aside, or shown again all the same. */
export function isOpen({ aside }: Pick<Gap, 'aside'>): boolean {
  return aside === null || aside.isBack !== null
}

/** A gap by a short word of letters and digits, for the task that came from it. */
export function shortKey({ sort, key }: Pick<Gap, 'sort' | 'key'>): string {
  // FNV-1a; two gaps of the same party that fall together would only share the word that a task is listed
  let hash = 0x811c9dc5
  for (const letter of key) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193) >>> 0
  return `gap.${sort.toLowerCase()}.${hash.toString(36)}`
}

/** The list as a table for other programs. What a spreadsheet would take for a formula is made text. */
export function csvOf(words: Words, { items, names }: Gaps): string {
  const { t } = words
  const nameOf = new Map(names.map(({ id, name }) => [id, name]))
  const head = ['place', 'sort', 'sentence', 'value', 'concerned', 'certainty', 'organisations', 'task', 'aside'] as const
  const rows = items.map((gap, place) => [
    String(place + 1),
    t(`gaps.sorts.${gap.sort}`),
    sayGap(words, gap),
    sayValue(words, gap.value) ?? t('gaps.value.unknown'),
    String(gap.concerned),
    gap.certainty === null ? '' : t(`ui.certainty.${gap.certainty.level}`),
    gap.partyIds.flatMap((id) => nameOf.get(id) ?? []).join('; '),
    sayTask(words, gap),
    isOpen(gap) ? '' : gap.aside!.reason,
  ])
  return [head.map((column) => t(`gaps.csv.${column}`)), ...rows].map((row) => row.map(cellOf).join(',')).join('\r\n')
}

function cellOf(text: string): string {
  const safe = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
