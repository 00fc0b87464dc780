import PDFDocument from 'pdfkit'
import { decimalOf } from '../rules.ts'
import type { Line, Locale, Statement } from '../schema.ts'
import { dayInWords, rateInWords, WORDS } from '../words.ts'
import type { Order } from './drawing.ts'
import { openType, type Type } from './type.ts'

const PAGE = { width: 595.28, height: 841.89 }
const LEFT = 48
const RIGHT = PAGE.width - LEFT
const TOP = 56
const BOTTOM = PAGE.height - 64
const INK = '0.122 0.141 0.129'
const QUIET = '0.38 0.40 0.385'
const ACCENT = '0.118 0.42 0.322'
const WARNING = '0.60 0.31 0'
const HAIR = '0.86 0.85 0.82'
const SIZE = 8.5
const SMALL = 7
/** Where the columns of the lines begin, or end for figures. */
const AT = { day: LEFT, what: LEFT + 62, exact: RIGHT - 158, amount: RIGHT - 82, balance: RIGHT }
const WHAT_WIDTH = AT.exact - 66 - AT.what

type Piece = { text: string; x: number; colour?: string; end?: boolean; size?: number; below?: boolean }
type Cell = Piece[]
type Element = InstanceType<typeof PDFDocument> extends { struct: (...args: never[]) => infer E } ? E : never
type Pen = { document: InstanceType<typeof PDFDocument>; type: Type; root: Element; y: number; table: Element | undefined }

/** Draws a statement while its lines come in. Nothing in it depends on when or where it is drawn, so it is the same file each time. */
export async function draw(order: Order, send: (crumb: Buffer) => void) {
  const { statement, locale, at } = order
  const words = WORDS[locale]
  const document = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    tagged: true,
    lang: locale,
    pdfVersion: '1.7',
    displayTitle: true,
    font: null as unknown as string, // none of its own
    info: { Title: titleOf(order), Creator: 'Tutti', Producer: 'Tutti', CreationDate: new Date(at) },
  })
  const ended = new Promise<void>((resolve, reject) => document.once('end', resolve).once('error', reject))
  document.on('data', send)
  const root = document.struct('Document')
  document.addStructure(root)
  const pen: Pen = { document, type: await openType(document), root, y: TOP, table: undefined }
  drawHead(pen, order)
  drawSums(pen, statement, locale)
  if (statement.vat.length > 0) drawVat(pen, statement, locale)
  if (statement.lines === 0) paragraph(pen, words.empty, QUIET)
  return {
    add: (lines: readonly Line[]) => {
      for (const line of lines) drawLine(pen, line, statement, locale)
    },
    end: async () => {
      endTable(pen)
      drawEnd(pen, statement, locale)
      drawFeet(pen, order)
      pen.root.end()
      document.end()
      await ended
    },
  }
}

function titleOf({ statement: { number, party }, locale }: Order): string {
  const words = WORDS[locale]
  return `${words.title(number)} · ${party.name ?? words.gone}`
}

function drawHead(pen: Pen, { statement, ecosystem, locale }: Order): void {
  const words = WORDS[locale]
  const { from, through, party, asset } = statement
  const day = (value: string | null) => (value === null ? null : dayInWords(value, locale))
  said(pen, 'P', () => pen.type.put(ecosystem, { x: LEFT, y: pen.y, size: 9, colour: ACCENT }))
  pen.y += 32
  said(pen, 'H1', () => pen.type.put(words.title(statement.number), { x: LEFT, y: pen.y, size: 26, face: 'title', colour: INK }))
  pen.y += 24
  const name = pen.type.wrap(party.name ?? words.gone, RIGHT - LEFT, 12, 2)
  said(pen, 'P', () => {
    for (const [k, line] of name.entries()) pen.type.put(line, { x: LEFT, y: pen.y + 15 * k, size: 12, colour: INK })
  })
  pen.y += 15 * name.length + 3
  const period = `${words.period(day(from), day(through))} · ${asset}`
  said(pen, 'P', () => pen.type.put(period, { x: LEFT, y: pen.y, size: 9.5, colour: QUIET }))
  pen.y += 14
  if (statement.number === null) paragraph(pen, words.preview, WARNING)
  pen.y += 14
}

function drawSums(pen: Pen, statement: Statement, locale: Locale): void {
  const words = WORDS[locale]
  const money = (minor: string) => `${amountOf(minor, statement.scale, locale)} ${statement.asset}`
  const closing = statement.number === null ? words.closingRunning : words.closing
  startTable(pen)
  const row = (label: string, note: string, minor: string, isStrong: boolean) => {
    rule(pen, pen.y - 12)
    const size = isStrong ? 11 : 9.5
    tableRow(pen, 'TD', [
      [{ text: label, x: LEFT, size }],
      [{ text: note, x: LEFT + 230, colour: QUIET, size: 8.5 }],
      [{ text: money(minor), x: RIGHT, end: true, size, ...(isStrong && { colour: ACCENT }) }],
    ])
    pen.y += 19
  }
  row(words.opening, '', statement.opening, false)
  for (const { words: kind, lines, amount } of statement.subtotals) row(kind, `${lines} ${words.lines}`, amount, false)
  row(closing, '', statement.closingBalance, true)
  endTable(pen)
  pen.y += 12
}

function drawVat(pen: Pen, statement: Statement, locale: Locale): void {
  const words = WORDS[locale]
  const columns = { rate: LEFT, country: LEFT + 60, own: LEFT + 120, sales: RIGHT - 170, net: RIGHT - 85, vat: RIGHT }
  room(pen, 70)
  said(pen, 'H2', () => pen.type.put(words.tax, { x: LEFT, y: pen.y, size: 13, face: 'title', colour: INK }))
  pen.y += 13
  paragraph(pen, words.taxNote, QUIET)
  pen.y += 6
  startTable(pen)
  const row = (tag: 'TH' | 'TD', cells: readonly string[]) => {
    const places = Object.values(columns)
    const colour = tag === 'TH' ? QUIET : INK
    tableRow(pen, tag, cells.map((text, k) => [{ text, x: places[k]!, end: k > 2, colour }])) // biome-ignore format: one line reads better
    pen.y += 14
  }
  row('TH', [words.rate, words.country, words.own, words.sales, words.net, words.vat])
  for (const { rate, country, isOwn, sales, net, vat } of statement.vat) {
    room(pen, 20)
    const figures = [net, vat].map((minor) => amountOf(minor, statement.scale, locale))
    row('TD', [rateInWords(rate, locale), country, isOwn ? words.ownYes : words.ownNo, `${sales}`, ...figures])
  }
  endTable(pen)
  pen.y += 14
}

function drawLine(pen: Pen, line: Line, { scale }: Statement, locale: Locale): void {
  const words = WORDS[locale]
  const notes = [
    ...(line.meantFor === null ? [] : [{ text: words.late(dayInWords(line.meantFor, locale)), colour: WARNING }]),
    ...((line.stepWords ?? line.step)
      ? pen.type.wrap(line.stepWords ?? line.step!, WHAT_WIDTH, SMALL, 2).map((text) => ({ text, colour: QUIET }))
      : []),
  ]
  const hasCarry = line.carry !== null && line.carry !== '0'
  const height = 15 + 9 * Math.max(notes.length, hasCarry ? 1 : 0)
  if (pen.table === undefined || pen.y + height > BOTTOM) startLines(pen, locale)
  rule(pen, pen.y - 10)
  const what = [line.words, line.reference].filter(Boolean).join(' · ')
  const below = { size: SMALL, below: true }
  tableRow(pen, 'TD', [
    [{ text: dayInWords(line.day, locale), x: AT.day }],
    [{ text: pen.type.wrap(what, WHAT_WIDTH, SIZE, 1)[0]!, x: AT.what }, ...notes.map((note) => ({ ...note, ...below, x: AT.what }))],
    [
      { text: line.exact ?? '', x: AT.exact, end: true },
      ...(hasCarry ? [{ text: `${words.carryShort} ${line.carry}`, x: AT.exact, end: true, colour: QUIET, ...below }] : []),
    ],
    [{ text: amountOf(line.amount, scale, locale), x: AT.amount, end: true }],
    [{ text: amountOf(line.balance, scale, locale), x: AT.balance, end: true }],
  ])
  pen.y += height
}

/** Goes on to a page with room for lines, beneath a head of their own. */
function startLines(pen: Pen, locale: Locale): void {
  const words = WORDS[locale]
  endTable(pen)
  room(pen, 60)
  pen.y += 4
  startTable(pen)
  const colour = QUIET
  tableRow(pen, 'TH', [
    [{ text: words.day, x: AT.day, colour }],
    [{ text: words.kind, x: AT.what, colour }],
    [{ text: words.exactShort, x: AT.exact, end: true, colour }],
    [{ text: words.amount, x: AT.amount, end: true, colour }],
    [{ text: words.balance, x: AT.balance, end: true, colour }],
  ])
  pen.y += 16
}

function drawEnd(pen: Pen, { scale, hash }: Statement, locale: Locale): void {
  const words = WORDS[locale]
  pen.y += 12
  room(pen, 40)
  paragraph(pen, words.minor(scale), QUIET)
  paragraph(pen, `${words.sum}: ${hash}`, QUIET)
}

function drawFeet(pen: Pen, order: Order): void {
  const { document, type } = pen
  const { count } = document.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    document.switchToPage(page)
    document.markContent('Artifact', { type: 'Pagination' })
    const y = PAGE.height - 36
    type.put(type.wrap(titleOf(order), RIGHT - LEFT - 120, 7.5, 1)[0]!, { x: LEFT, y, size: 7.5, colour: QUIET })
    type.put(WORDS[order.locale].page(page + 1, count), { x: RIGHT, y, size: 7.5, colour: QUIET, end: true })
    document.endMarkedContent()
  }
}

/** A new page where there is less room than this. */
function room(pen: Pen, height: number): void {
  if (pen.y + height <= BOTTOM) return
  pen.document.addPage()
  pen.y = TOP
}

function paragraph(pen: Pen, text: string, colour: string): void {
  room(pen, 14)
  said(pen, 'P', () => pen.type.put(text, { x: LEFT, y: pen.y, size: SIZE, colour }))
  pen.y += 13
}

/** Marks what is written as a part of the text, for those who have it read out. */
function said({ document, root }: Pen, tag: string, write: () => void): void {
  const content = document.markStructureContent(tag)
  write()
  document.endMarkedContent()
  const element = document.struct(tag, {}, [content])
  root.add(element)
  element.end()
}

function startTable(pen: Pen): void {
  pen.table = pen.document.struct('Table')
  pen.root.add(pen.table)
}

function endTable(pen: Pen): void {
  pen.table?.end()
  pen.table = undefined
}

function tableRow({ document, type, table, y }: Pen, tag: 'TH' | 'TD', cells: readonly Cell[]): void {
  const row = document.struct('TR')
  table!.add(row)
  for (const cell of cells) {
    const content = document.markStructureContent(tag)
    let line = 0
    for (const { text, x, colour = INK, end = false, size = SIZE, below = false } of cell) {
      if (below) line += 1
      if (text !== '') type.put(text, { x, y: y + (below ? 1 + 9 * line : 0), size, colour, end })
    }
    document.endMarkedContent()
    row.add(document.struct(tag, {}, [content]))
  }
  row.end()
}

function rule({ document }: Pen, y: number): void {
  document.markContent('Artifact')
  document.addContent(`${HAIR} RG 0.6 w ${LEFT} ${y.toFixed(2)} m ${RIGHT} ${y.toFixed(2)} l S`)
  document.endMarkedContent()
}

/** 11433 as 114.33 or 114,33, with a sign that is not a hyphen. */
function amountOf(minor: string, scale: number, locale: Locale): string {
  const [whole = '', rest] = decimalOf(BigInt(minor), scale).replace('-', '').split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, locale === 'de' ? '.' : ',')
  const sign = minor.startsWith('-') ? '−' : ''
  return `${sign}${grouped}${rest === undefined ? '' : `${locale === 'de' ? ',' : '.'}${rest}`}`
}
