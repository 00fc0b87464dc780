import { type Actor, type Ctx, snapshot, type Tx, transaction } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { getEcosystem } from '../people/index.ts'
import { readVersionWords } from '../sharing/index.ts'
import { type Cell, csvLine, MARK } from './csv.ts'
import { drawPdf } from './pdf/drawing.ts'
import { decimalOf, type StatementLine, subtotalsOf, vatSumsOf } from './rules.ts'
import type { Line, Locale, Statement } from './schema.ts'
import { type Digest, digestOf, linesOf, type Source } from './sources.ts'
import { showLine, showStatement, versionsIn } from './statements.ts'
import { kindInWords, WORDS } from './words.ts'

/** Each holds a connection to the database, and a PDF a thread. */
const FILES_AT_ONCE = 3
/** Some ten times what is measured by the bench, and still drawn within a minute. */
const PDF_LINES_MAX = 100_000

type Wish = { format: 'pdf' | 'csv'; language: Locale }
type File = { name: string; mediaType: string; content: AsyncGenerator<Uint8Array> }

/** A statement as a file. Throws conflict where the books do not say any more what was kept, too_many while others are at it. */
export async function makeFile(ctx: Ctx, find: (tx: Tx) => Promise<Source>, { format, language }: Wish): Promise<File> {
  const source = await transaction(ctx, find)
  const { number, frame } = source
  const content = snapshot(ctx, (tx) => (format === 'csv' ? csvOf(tx, source, language) : pdfOf(tx, source, language)))
  return {
    name: `${language === 'de' ? 'abrechnung' : 'statement'}-${number ?? (language === 'de' ? 'vorschau' : 'preview')}-${frame.asset}.${format}`,
    mediaType: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/pdf',
    content: oneOfFew(ctx.actor, content),
  }
}

/** Nothing is handed out on paper that is not what was kept. */
function mustBeUnchanged({ keptHash }: Source, hash: string): void {
  if (keptHash === null || keptHash === hash) return
  throw new DomainError(
    'conflict',
    'statement_differs',
    'The books do not say any more what this statement said when it was made. No file was made of it.',
  )
}

async function* csvOf(tx: Tx, source: Source, locale: Locale): AsyncGenerator<Uint8Array> {
  const digest = await digestOf(tx, source)
  mustBeUnchanged(source, digest.hash)
  const statement = await showStatement(tx, source, locale, digest)
  yield bytes(`${MARK}${csvLine(columnsOf(locale), locale)}${openingRow(source, statement, locale)}`)
  for await (const lines of linesOf(tx, source)) {
    const words = await readVersionWords(tx, versionsIn(lines), locale)
    yield bytes(lines.map((line) => lineRow(line, showLine(line, words, locale), source, locale)).join(''))
  }
  yield bytes(sumRows(source, digest, locale))
}

function columnsOf(locale: Locale): string[] {
  const words = WORDS[locale]
  const { row, number, day, meantFor, kindKey, kind, reference, sale, transaction: booking, rule, step, stepWords, exact, carry } = words
  const sums = [words.amount, words.balance, words.asset, words.lines, words.rate, words.country, words.own, words.net, words.vat]
  return [row, number, day, meantFor, kindKey, kind, reference, sale, booking, rule, step, stepWords, exact, carry, ...sums, words.sum]
}

type Row = Partial<Record<'row' | 'place' | 'day' | 'meantFor' | 'kind' | 'words' | 'reference' | 'sale' | 'booking' | 'rule', Cell>> &
  Partial<Record<'step' | 'stepWords' | 'exact' | 'carry' | 'amount' | 'balance' | 'asset' | 'lines' | 'rate' | 'country' | 'own', Cell>> &
  Partial<Record<'net' | 'vat' | 'hash', Cell>>
const ORDER = [
  'row', 'place', 'day', 'meantFor', 'kind', 'words', 'reference', 'sale', 'booking', 'rule', 'step', 'stepWords', 'exact', 'carry', 'amount', 'balance',
  'asset', 'lines', 'rate', 'country', 'own', 'net', 'vat', 'hash',
] as const satisfies readonly (keyof Row)[] // biome-ignore format: a list of names

function rowText(row: Row, locale: Locale): string {
  return csvLine(
    ORDER.map((name) => row[name] ?? null),
    locale,
  )
}

function openingRow({ frame }: Source, { number, party, asset }: Statement, locale: Locale): string {
  const words = WORDS[locale]
  const title = `${words.title(number)}, ${party.name ?? words.gone}`
  const balance = { decimal: decimalOf(frame.opening, frame.scale) }
  return rowText({ row: words.rows.opening, day: frame.from, words: title, balance, asset }, locale)
}

function lineRow({ amount, balance }: StatementLine, line: Line, { frame }: Source, locale: Locale): string {
  const { rows, version } = WORDS[locale]
  return rowText(
    {
      ...line,
      row: rows.line,
      booking: line.transactionId,
      rule: line.rule === null ? line.ruleVersionId : version(line.rule.name, line.rule.version),
      amount: { decimal: decimalOf(amount, frame.scale) },
      balance: { decimal: decimalOf(balance, frame.scale) },
      asset: frame.asset,
    },
    locale,
  )
}

function sumRows({ frame }: Source, { sums, hash }: Digest, locale: Locale): string {
  const { rows, ownYes, ownNo } = WORDS[locale]
  const { asset, scale, through } = frame
  const decimal = (minor: bigint) => ({ decimal: decimalOf(minor, scale) })
  const kinds = subtotalsOf(sums).map(({ kind, lines, amount }) =>
    rowText({ row: rows.subtotal, kind, words: kindInWords(kind, locale), amount: decimal(amount), asset, lines }, locale),
  )
  const tax = vatSumsOf(sums).map(({ rate, country, isOwn, sales, net, vat }) => {
    const own = isOwn ? ownYes : ownNo
    return rowText({ row: rows.vat, asset, lines: sales, rate, country, own, net: decimal(net), vat: decimal(vat) }, locale)
  })
  const closing = rowText({ row: rows.closing, day: through, balance: decimal(sums.closing), asset, lines: sums.lines, hash }, locale)
  return [...kinds, ...tax, closing].join('')
}

async function* pdfOf(tx: Tx, source: Source, locale: Locale): AsyncGenerator<Uint8Array> {
  const statement = await showStatement(tx, source, locale)
  mustBeUnchanged(source, statement.hash)
  if (statement.lines > PDF_LINES_MAX) {
    throw new DomainError('too_large', 'statement_too_long', `A PDF holds at most ${PDF_LINES_MAX} lines. Please take the CSV file.`)
  }
  const { name: ecosystem } = await getEcosystem(tx)
  const at = source.closedAt ?? tx.now()
  yield* drawPdf({ statement, ecosystem, locale, at: at.toISOString() }, shownLines(tx, source, locale))
}

async function* shownLines(tx: Tx, source: Source, locale: Locale): AsyncGenerator<Line[]> {
  for await (const lines of linesOf(tx, source)) {
    const words = await readVersionWords(tx, versionsIn(lines), locale)
    yield lines.map((line) => showLine(line, words, locale))
  }
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text)
}

const underWay = new Set<string>()

/** Takes a place before the first piece and gives it back after the last; one place for each person. */
async function* oneOfFew(actor: Actor, content: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const who = actor.kind === 'system' ? 'system' : actor.personId
  if (underWay.has(who) || underWay.size >= FILES_AT_ONCE) {
    throw new DomainError('too_many', 'too_many_statements', 'Another statement is being written right now. Please try again in a moment.')
  }
  underWay.add(who)
  try {
    yield* content
  } finally {
    underWay.delete(who)
  }
}
