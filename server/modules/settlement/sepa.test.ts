import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { validateXML } from 'xmllint-wasm'
import { DomainError } from '../../kernel/errors.ts'
import { mustBeBankAccount } from './iban.ts'
import { type PaymentFile, paymentFile, sepaText } from './sepa.ts'

const schema = readFileSync(new URL('./testing-data/pain.001.001.09.xsd', import.meta.url), 'utf8')

/** What the official schema has against files, the first complaint of each. */
async function complaintsOf(files: readonly string[]): Promise<string[]> {
  const xml = files.map((contents, place) => ({ fileName: `${place}.xml`, contents }))
  const { errors } = await validateXML({ xml, schema: [schema] })
  return errors.map(({ message }) => message)
}

const from = {
  holder: 'Mosel valley',
  iban: 'DE89370400440532013000',
  bic: null,
  address: { street: 'Am Markt', building: '1 a', postcode: '54470', town: 'Bernkastel-Kues', country: 'DE' },
}
const base: PaymentFile = {
  id: '019a0000-0000-7000-8000-000000000001',
  createdAt: new Date('2026-11-02T09:30:15.250Z'),
  executionOn: '2026-11-03',
  from,
  purpose: 'Mosel valley, settlement 1 until 2026-10-31',
  transfers: [
    {
      id: '019a0000-0000-7000-8000-000000000002',
      amount: 1n,
      to: { holder: 'Bäckerei Groß & Söhne <GmbH>', iban: 'NL91ABNA0417164300', bic: 'ABNANL2A', address: null },
    },
    {
      id: '019a0000-0000-7000-8000-000000000003',
      amount: 999_999_999_99n,
      to: {
        holder: 'Café',
        iban: 'FR1420041010050500013M02606',
        bic: null,
        address: { street: null, building: null, postcode: null, town: 'Nancy', country: 'FR' },
      },
    },
  ],
}

test('a payment file is what the official schema of pain.001.001.09 asks for, and the schema would have refused another', async () => {
  const file = paymentFile(base)
  assert.deepEqual(await complaintsOf([file, paymentFile({ ...base, from: { ...from, bic: 'COBADEFFXXX', address: null } })]), [])
  const damages = [
    file.replace('<PmtMtd>TRF</PmtMtd>', ''),
    file.replace('999999999.99', '999999999,99'),
    file.replace('<TwnNm>Nancy</TwnNm>', `<TwnNm>${'x'.repeat(36)}</TwnNm>`),
    file.replace('2026-11-03', '2026-11-31'),
  ]
  for (const damaged of damages) {
    assert.notEqual(damaged, file)
    assert.notDeepEqual(await complaintsOf([damaged]), [])
  }
})

test('it says how many, how much in all, when, from where and to whom, and gives each payout its own reference', () => {
  const file = paymentFile(base)
  const texts = (tag: string) => [...file.matchAll(new RegExp(`<${tag}[^>]*>([^<]*)</${tag}>`, 'g'))].map(([, text]) => text)
  assert.deepEqual(texts('NbOfTxs'), ['2', '2'])
  assert.deepEqual(texts('CtrlSum'), ['1000000000.00', '1000000000.00'])
  assert.deepEqual(texts('InstdAmt'), ['0.01', '999999999.99'])
  assert.deepEqual(texts('EndToEndId'), ['019a000000007000800000000000000' + '2', '019a000000007000800000000000000' + '3'])
  assert.deepEqual(texts('Nm'), ['Mosel valley', 'Mosel valley', 'Baeckerei Gross + Soehne .GmbH.', 'Cafe'])
  assert.deepEqual(texts('IBAN'), ['DE89370400440532013000', 'NL91ABNA0417164300', 'FR1420041010050500013M02606'])
  assert.deepEqual(texts('Dt'), ['2026-11-03'])
  assert.deepEqual(texts('CreDtTm'), ['2026-11-02T09:30:15Z'])
  assert.deepEqual([texts('BtchBookg'), texts('ChrgBr'), texts('Cd')], [['true'], ['SLEV'], ['SEPA']])
  assert.equal(file, paymentFile(base))
})

test('whatever a name holds, the bank gets nothing but its own characters, and never an empty name', () => {
  assert.equal(sepaText('Łódź & Ærø – “Straße” №5 / Ελλάδα, София; 東京', 70), "Lodz + Aero - 'Strasse' No5 / Ellada, Sofiya, ..")
  assert.equal(sepaText('//x//y/', 70), 'x/y')
  assert.equal(sepaText('東京', 70), '..')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
      const written = sepaText(text, 70)
      assert.match(written, /^[A-Za-z0-9/\-?:().,'+ ]{1,70}$/)
      assert.doesNotMatch(written, /^\/|\/$|\/\//)
    }),
  )
})

test('a bank account is refused for what is wrong with it, each by a code of its own', () => {
  const codes = (iban: string, bic: string | null = null) => {
    try {
      return mustBeBankAccount({ iban, bic })
    } catch (error) {
      assert.ok(error instanceof DomainError)
      return [error.code, ...(error.errors ?? []).map(({ path, code }) => `${path} ${code}`)]
    }
  }
  assert.deepEqual(codes(' de89 3704 0044 0532 0130 00', ' cobadeff '), { iban: 'DE89370400440532013000', bic: 'COBADEFF' })
  assert.deepEqual(codes('DE89370400440532013001'), ['invalid_bank_account', 'iban iban_checksum'])
  assert.deepEqual(codes('DE8937040044053201300'), ['invalid_bank_account', 'iban iban_length'])
  assert.deepEqual(codes('my account'), ['invalid_bank_account', 'iban iban_country'])
  assert.deepEqual(codes(''), ['invalid_bank_account', 'iban iban_country'])
  assert.deepEqual(codes('TR330006100519786457841326'), ['invalid_bank_account', 'iban iban_not_sepa'])
  assert.deepEqual(codes('DE89370400440532013000', 'nonsense1'), ['invalid_bank_account', 'bic bic_form'])
})
