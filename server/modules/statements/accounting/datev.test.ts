import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fits, missingIn, numberFor } from './chart.ts'
import { batchHead, batchLines, COLUMNS, fiscalYearOf, isInYear, pairsOf, windows1252 } from './datev.ts'

const BATCH = { consultant: 29098, client: 55003, fiscalYear: '2026-01-01', accountLength: 4, from: '2026-04-01', through: '2026-04-30', currency: 'EUR', createdAt: new Date('2026-05-02T09:10:11.123Z') } // biome-ignore format: one line reads better
const LINE = {
  debit: '1200',
  credit: '70001',
  amount: 11433n,
  ownerName: null,
  day: '2026-04-03',
  reference: 'R 1/Ü',
  text: 'Verkauf',
  notes: [],
}

test('the header has the 31 fields of version 700, category 21, and 125 headings stand below it', () => {
  const [header, headings, end] = batchHead(BATCH).split('\r\n')
  // as in the description: texts in quotes, numbers and days without, reserved fields empty
  const forms = [
    /^"EXTF"$/, /^700$/, /^21$/, /^"Buchungsstapel"$/, /^13$/, /^20260502091011123$/, /^$/, /^"[A-Z]{2}"$/, /^".{0,25}"$/, /^""$/, /^29098$/, /^55003$/, /^20260101$/,
    /^4$/, /^20260401$/, /^20260430$/, /^".{0,30}"$/, /^"([A-Z]{2})?"$/, /^1$/, /^0$/, /^1$/, /^"EUR"$/, /^$/, /^""$/, /^$/, /^$/, /^""$/, /^$/, /^$/, /^""$/, /^""$/,
  ] // biome-ignore format: in the order of the fields
  const fields = header!.split(';')
  assert.equal(fields.length, 31)
  for (const [k, form] of forms.entries()) assert.match(fields[k]!, form, `field ${k + 1}`)
  assert.deepEqual(headings!.split(';'), COLUMNS)
  assert.equal(COLUMNS.length, 125)
  assert.equal(new Set(COLUMNS).size, 125)
  // places the description numbers, from one
  const numbered = { 1: 'Umsatz (ohne Soll/Haben-Kz)', 7: 'Konto', 10: 'Belegdatum', 11: 'Belegfeld 1', 14: 'Buchungstext', 21: 'Beleginfo - Art 1', 37: 'KOST1 - Kostenstelle', 48: 'Zusatzinformation - Art 1', 88: 'Stück', 103: 'Buchungs GUID', 114: 'Festschreibung', 125: 'Abw. Skontokonto' } // biome-ignore format: one line reads better
  for (const [place, name] of Object.entries(numbered)) assert.equal(COLUMNS[Number(place) - 1], name)
  assert.equal(end, '')
})

test('a line has its fields in the forms of the description', () => {
  const notes = [['Verkauf', '"x"; y\n']] as const
  const [line] = batchLines({ ...LINE, notes, text: `Verkauf "Müller"; ${'ä'.repeat(80)}` }, 'EUR')
  assert.match(line!, /\r\n$/)
  const fields = line!.trimEnd().match(/(?<=^|;)(?:"(?:[^"]|"")*"|[^";]*)(?=;|$)/g)!
  assert.equal(fields.length, 125)
  assert.deepEqual(fields.slice(0, 3), ['114,33', '"S"', '"EUR"'])
  assert.deepEqual([fields[6], fields[7], fields[9], fields[113]], ['1200', '70001', '0304', '1'])
  assert.match(fields[10]!, /^"[\w$%\-/]{0,36}"$/)
  assert.equal(fields[10], '"R-1/U"')
  assert.equal(fields[13], `"Verkauf ""Müller""; ${'ä'.repeat(42)}"`)
  assert.deepEqual([fields[20], fields[21]], ['"Verkauf"', '"""x""; y"'])
})

test('an amount of more than ten digits before the comma takes several lines', () => {
  const amounts = batchLines({ ...LINE, amount: 2_500_000_000_001n }, 'EUR').map((line) => line.split(';')[0])
  assert.deepEqual(amounts, ['9999999999,99', '9999999999,99', '5000000000,03'])
  assert.deepEqual(batchLines({ ...LINE, amount: 5n }, 'EUR')[0]!.split(';')[0], '0,05')
})

test('pairs give every account just what was booked on it, and none is with itself', () => {
  const number = fc.constantFrom('1200', '1700', '1701', '3800')
  const transaction = fc
    .array(fc.record({ number, amount: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }).filter((amount) => amount !== 0n), ownerName: fc.constant(null) }), { minLength: 1, maxLength: 12 })
    .map((entries) => {
      const rest = -entries.reduce((sum, { amount }) => sum + amount, 0n)
      return rest === 0n ? entries : [...entries, { number: '1200', amount: rest, ownerName: null }]
    }) // biome-ignore format: one line reads better
  const sumsOf = (entries: Iterable<{ number: string; amount: bigint }>) => {
    const sums = new Map<string, bigint>()
    for (const { number: of, amount } of entries) sums.set(of, (sums.get(of) ?? 0n) + amount)
    return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0n).sort())
  }
  fc.assert(
    fc.property(transaction, (entries) => {
      const { pairs } = pairsOf(entries)
      for (const { debit, credit, amount } of pairs) assert.ok(debit !== credit && amount > 0n)
      const booked = pairs.flatMap(({ debit, credit, amount }) => [
        { number: debit, amount },
        { number: credit, amount: -amount },
      ])
      assert.deepEqual(sumsOf(booked), sumsOf(entries))
      assert.ok(pairs.length < entries.length)
    }),
  )
})

test('a fiscal year begins where it was said', () => {
  assert.equal(fiscalYearOf('2026-04-03', '01-01'), '2026-01-01')
  assert.equal(fiscalYearOf('2026-04-03', '07-01'), '2025-07-01')
  assert.equal(fiscalYearOf('2026-07-01', '07-01'), '2026-07-01')
  assert.deepEqual([isInYear('2026-06-30', '2025-07-01'), isInYear('2026-07-01', '2025-07-01')], [true, false])
})

test('Windows-1252 has what it has; other letters lose their marks or become a question mark', () => {
  assert.deepEqual([...windows1252('Ü€„ß')], [0xdc, 0x80, 0x84, 0xdf])
  assert.equal(Buffer.from(windows1252('Žižka čaj Музей')).toString('latin1'), '\u008ei\u009eka caj ?????')
})

test('a purpose has its own number, or that of its beginning', () => {
  const chart = new Map([
    ['fund', '1590'],
    ['fund:levy', '1591'],
  ])
  assert.deepEqual(['fund:levy:2026', 'fund:pool', 'fund', 'bank', 'funds'].map((purpose) => numberFor(chart, purpose)), ['1591', '1590', '1590', undefined, undefined]) // biome-ignore format: one line reads better
  assert.deepEqual(missingIn(chart, ['fund:a', 'bank']), ['bank'])
  assert.deepEqual(['1200', '70001', '120', '700001', '0000', '12a0'].map((number) => fits(number, 4)), [true, true, false, false, false, false]) // biome-ignore format: one line reads better
})
