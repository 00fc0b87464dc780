import fc from 'fast-check'
import type { NamedOffer } from '../exchange/index.ts'
import { type ContactPerson, type Field, KINDS, type NamedNote, type Party } from '../parties/index.ts'
import { INTERACTION_KINDS, type NamedInteraction, type NamedTie, TIE_TYPES } from '../ties/index.ts'
import type { Source } from './source.ts'

/** Texts that mean something somewhere: formulas, quotes, markup, separators, letters of several parts. */
const NASTY = ['=1+1', "'=1", '+SUM(A1)', '-2+3', '@x', "''=a", '="0049"', '<b>&amp;', ']]>', 'a"b', '\\n;,:', '_x000D_', '👩‍🌾 ß', 'Ünal', '+49 6541 12', "'s Hof"] // biome-ignore format: one line reads better
const letters = fc.string({ unit: 'grapheme', maxLength: 30 })

/** A line as people type it: what importing tidies (blanks, composed letters, control characters) is tidy already. */
export const line = fc
  .oneof({ weight: 1, arbitrary: fc.constantFrom(...NASTY) }, { weight: 2, arbitrary: letters })
  // as the importer's own cleaning: the zero-width ones too
  .map((text) => text.normalize('NFC').replace(/[\p{Cc}\u200b\u2060\ufeff\ufffd]|\p{Cs}/gu, '').replace(/\s+/g, ' ').trim()) // biome-ignore format: one line reads better
// "* " marks the preferred of several values that " ::: " parts
const name = line.filter((text) => text !== '' && !text.startsWith('* ') && !text.includes(' ::: '))
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null })
const filled = maybe(name)
/** Any text at all, control characters and halves of letters included. */
export const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }), fc.constantFrom(...NASTY, '\u0001a\u001fb', 'x\r\ny', '\ufffe')) // biome-ignore format: one line reads better
const paragraph = fc.array(name, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n'))
const day = fc
  .date({ min: new Date('1901-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }).map((date) => date.toISOString())
const degrees = (most: number) => fc.double({ min: -most, max: most, noNaN: true }).map((value) => Number(value.toFixed(6)) || 0)
const share = fc.integer({ min: 0, max: 1000 }).map((value) => value / 1000)
/** No word that names a kind or a label of nothing. */
const word = fc.stringMatching(/^x[a-zäöü]{1,11}$/)
const site = word.map((host) => `https://${encodeURIComponent(host).replaceAll('%', '').toLowerCase()}.example`)
const mail = fc.stringMatching(/^[a-z]{1,8}$/).map((user) => `${user}@example.org`)
const phone = fc.stringMatching(/^\+49 [1-9]\d{3} \d{4,8}$/)
const kinds = fc.subarray(KINDS.map(({ key }) => key)).map((keys) => keys.toSorted())

export const partyArbitrary: fc.Arbitrary<Party> = fc
  .record({
    id: fc.uuid(),
    form: fc.constantFrom('organisation' as const, 'group' as const),
    name,
    kinds,
    sectorCode: fc.option(fc.constantFrom('10.71', '55', '94.9'), { nil: null }),
    description: maybe(paragraph),
    website: maybe(site),
    email: maybe(mail),
    phone: maybe(phone),
    street: filled,
    postalCode: maybe(fc.stringMatching(/^\d{5}$/)),
    city: filled,
    region: filled,
    country: maybe(fc.constantFrom('DE', 'LU', 'US')),
    place: maybe(fc.tuple(degrees(90), degrees(180))),
    placeApproximate: fc.boolean(),
    tags: fc.uniqueArray(word, { maxLength: 4 }),
    vat: maybe(fc.stringMatching(/^DE\d{9}$/)),
    updatedAt: moment,
  })
  .map(({ place, vat, ...party }) => ({
    ...party,
    sectorScheme: party.sectorCode === null ? null : 'nace',
    latitude: place?.[0] ?? null,
    longitude: place?.[1] ?? null,
    fields: {},
    identifiers: vat === null ? [] : [{ scheme: 'vat', value: vat }],
    source: 'person:1',
    sources: {},
    version: 1,
    createdAt: party.updatedAt,
    endedAt: null,
    mergedIds: [],
  }))

export const personArbitrary: fc.Arbitrary<ContactPerson> = fc.record({
  id: fc.uuid(),
  partyId: fc.uuid(),
  partyName: name,
  name,
  givenName: filled,
  familyName: filled,
  role: filled,
  email: maybe(mail),
  phone: maybe(phone),
  mobile: maybe(phone),
  source: fc.constant('person:1'),
  createdAt: moment,
})

export const tieArbitrary: fc.Arbitrary<NamedTie> = fc
  .record({
    id: fc.uuid(),
    fromId: fc.uuid(),
    toId: fc.uuid(),
    fromName: name,
    toName: name,
    type: fc.constantFrom(...Object.keys(TIE_TYPES)),
    directed: fc.boolean(),
    strength: maybe(share),
    currentStrength: share,
    trust: maybe(share),
    since: maybe(day),
    until: maybe(day),
    evidence: maybe(paragraph),
    source: fc.constant('person:1'),
  })
  .filter(({ fromId, toId }) => fromId !== toId)
  // none ends before it began: the database would refuse it
  .map((tie) => (tie.since !== null && tie.until !== null && tie.until < tie.since ? { ...tie, since: tie.until, until: tie.since } : tie))

export const interactionArbitrary: fc.Arbitrary<NamedInteraction> = fc.record({
  id: fc.uuid(),
  partyId: fc.uuid(),
  partyName: name,
  otherPartyId: maybe(fc.uuid()),
  otherPartyName: filled,
  tieId: maybe(fc.uuid()),
  kind: fc.constantFrom(...INTERACTION_KINDS),
  at: moment,
  text: maybe(paragraph),
  author: fc.constant('person:1'),
  createdAt: moment,
})

export const offerArbitrary: fc.Arbitrary<NamedOffer> = fc.record({
  id: fc.uuid(),
  partyId: fc.uuid(),
  partyName: name,
  side: fc.constantFrom('offer' as const, 'need' as const),
  category: filled,
  title: name,
  description: maybe(paragraph),
  quantity: maybe(fc.integer({ min: 1, max: 1e9 })),
  unit: filled,
  rhythm: maybe(fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'year' as const)),
  priceMinor: maybe(fc.integer({ min: 1, max: 1e9 })),
  priceAsset: fc.constant('EUR'),
  periodFrom: maybe(day),
  periodTo: maybe(day),
  visibility: fc.constantFrom('ecosystem' as const, 'coordinators' as const),
  source: fc.constant('person:1'),
  version: fc.constant(1),
  createdAt: moment,
  updatedAt: moment,
})

export const noteArbitrary: fc.Arbitrary<NamedNote> = fc.record({
  id: fc.uuid(),
  partyId: fc.uuid(),
  partyName: name,
  body: paragraph,
  author: fc.constant('person:1'),
  at: moment,
})

type Lists = {
  parties?: Party[]
  people?: ContactPerson[]
  ties?: NamedTie[]
  interactions?: NamedInteraction[]
  offers?: NamedOffer[]
  notes?: NamedNote[]
  fields?: Field[]
}

/** A source of the given lists, in pages of two. */
export function sourceOf({ parties = [], people = [], ties = [], interactions = [], offers = [], notes = [], fields = [] }: Lists): Source {
  async function* pages<T>(rows: readonly T[]) {
    for (let at = 0; at < rows.length; at += 2) yield rows.slice(at, at + 2)
  }
  return {
    ecosystem: 'Mosel <valley> & "friends"',
    at: new Date('2026-05-01T12:00:00Z'),
    fields,
    parties: () => pages(parties),
    people: () => pages(people),
    ties: () => pages(ties),
    interactions: () => pages(interactions),
    offers: () => pages(offers),
    notes: () => pages(notes),
  }
}

export async function bytesOf(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await allOf(content))
}

/** All of what comes piece by piece. */
export async function allOf<T>(pieces: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const piece of pieces) all.push(piece)
  return all
}
