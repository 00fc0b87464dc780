/** From records to the organisations, people and ties of one import, before anything on the map is looked at. Pure. */
import { createHash } from 'node:crypto'
import { houseKey, plain } from '../matching/names.ts'
import { domainKey } from '../matching/reach.ts'
import {
  type ContactDraft,
  complaint,
  type ImportRecord,
  type NoteDraft,
  type PartyDraft,
  type PaymentDraft,
  type RowComplaint,
  type SuppressionDraft,
  type TieDraft,
} from '../reading/index.ts'
import type { Settings } from './plan.ts'

/** An organisation as the rows describe it together. `hint` is a mail address or number of somebody there, for recognising it. */
export type Entity = {
  draft: PartyDraft
  form: 'organisation' | 'group'
  rows: RowRef[]
  hint: { email: string | null; phone: string | null }
  fingerprint: string | null
  /** A party on the map that is meant beyond doubt: by its id in a source, or the name an end of a tie is given. */
  partyId: string | null
  /** Somebody whom nothing but payments speak of, and whether it is likelier a private person. */
  payee: 'organisation' | 'person' | null
}
export type RowRef = { file: number; row: number }
export type Person = RowRef & { entity: number; draft: ContactDraft }
export type Remark = RowRef & { entity: number; notes: NoteDraft[] }
export type Outlay = RowRef & { entity: number; payment: PaymentDraft }
export type Bond = RowRef & { from: number; to: number; draft: TieDraft }

export type Assembly = {
  entities: Entity[]
  people: Person[]
  remarks: Remark[]
  bonds: Bond[]
  outlays: Outlay[]
  suppressions: SuppressionDraft[]
  refused: (RowRef & { name: string | null; reason: RowComplaint })[]
  warnings: Map<number, RowComplaint[]>
  names: Map<number, string>
}

/** The identifier of the one private group that gathers people without an organisation. */
export const WITHOUT_ORGANISATION = { scheme: 'tutti', value: 'without-organisation' }

/** Whether a party is that group, so none that could be dealt with. */
export function isCollection({ identifiers }: { identifiers: readonly { scheme: string; value: string }[] }): boolean {
  return identifiers.some(({ scheme, value }) => scheme === WITHOUT_ORGANISATION.scheme && value === WITHOUT_ORGANISATION.value)
}

/** One number for each row, because a hundred thousand texts take room. */
export const rowKey = ({ file, row }: RowRef) => file * ROWS_OF_FILE + row
const ROWS_OF_FILE = 2 ** 24

/** How the map is asked for a party that a row names without describing it. Undefined also where several would fit. */
export type Lookup = {
  byRef: (ref: string) => { id: string; name: string } | undefined
  byName: (name: string) => { id: string; name: string } | undefined
  byDomain: (domain: string) => { id: string; name: string } | undefined
  /** By `houseKey`. */
  byHouse: (key: string) => { id: string; name: string } | undefined
}

/** Where a record comes from: `origin` tells sources apart, `speaks` whether rows only speak of organisations instead of being one each. */
export type Origin = { origin: string; speaks: boolean }

/** What is known while records come in. Rows may speak of others that come later, in another file, so some wait. */
export type Gathering = {
  assembly: Assembly
  settings: Settings
  lookup: Lookup
  /** The name of the group that gathers people without an organisation. */
  collectionName: string
  byRef: Map<string, number>
  byName: Map<string, number[]>
  byDomain: Map<string, number>
  byContact: Map<string, number>
  /** By `houseKey`. */
  byPayee: Map<string, number>
  waiting: ImportRecord[]
  ties: ImportRecord[]
}

export function newGathering(settings: Settings, lookup: Lookup, collectionName: string): Gathering {
  const assembly: Assembly = {
    entities: [],
    people: [],
    remarks: [],
    bonds: [],
    outlays: [],
    suppressions: [],
    refused: [],
    warnings: new Map(),
    names: new Map(),
  }
  const maps = { byRef: new Map(), byName: new Map(), byDomain: new Map(), byContact: new Map(), byPayee: new Map() }
  return { assembly, settings, lookup, collectionName, ...maps, waiting: [], ties: [] }
}

export function addRecord(state: Gathering, record: ImportRecord, origin: Origin): void {
  const { assembly } = state
  if (record.warnings.length > 0) assembly.warnings.set(rowKey(record), record.warnings)
  if (record.refusal) {
    refuse(state, record, record.refusal)
    return
  }
  // a wish not to be written to counts, whatever becomes of the rest of the row
  assembly.suppressions.push(...record.suppressions)
  if (record.contact) assembly.names.set(rowKey(record), record.contact.name)
  if (record.tie) state.ties.push(record)
  else if (record.party && record.payment) pay(state, record, record.party, record.payment)
  else if (record.party) settle(state, record, entityFor(state, record, record.party, origin))
  else state.waiting.push(record)
}

/** Resolves what waited for other rows, then the ties. */
export function finishGathering(state: Gathering): Assembly {
  for (const record of state.waiting) {
    const refs = [...record.partyRefs.map((ref) => state.byRef.get(ref)), ...record.contactRefs.map((ref) => state.byContact.get(ref))]
    const entity =
      refs.find((index) => index !== undefined) ?? mentioned(state, record) ?? (record.contact && loner(state, record, record.contact))
    if (entity !== undefined) settle(state, record, entity)
    else if (record.contact) refuse(state, record, complaint('person_left_out'))
    else refuse(state, record, complaint('reference_unknown', { id: [...record.partyRefs, ...record.contactRefs][0] ?? '' }))
  }
  const hasNodes = [...state.byRef.keys()].some((ref) => ref.startsWith(NODE_REF))
  for (const record of state.ties) bind(state, record, hasNodes)
  return state.assembly
}

const NODE_REF = 'file.company:'

function addEntity(
  { assembly, byDomain }: Gathering,
  draft: PartyDraft,
  { file, row }: RowRef,
  more: Partial<Pick<Entity, 'form' | 'fingerprint' | 'partyId' | 'payee'>> = {},
): number {
  const nothing = { form: 'organisation' as const, fingerprint: null, partyId: null, payee: null }
  assembly.entities.push({ draft, rows: [{ file, row }], hint: { email: null, phone: null }, ...nothing, ...more })
  const index = assembly.entities.length - 1
  const domain = domainKey(draft.website ?? '') || domainKey(draft.email ?? '')
  if (domain && !byDomain.has(domain)) byDomain.set(domain, index)
  return index
}

/** The organisation a row names: by its id, else by its name where rows only speak of organisations, else a new one for each row. */
function entityFor(state: Gathering, record: ImportRecord, party: PartyDraft, { origin, speaks }: Origin): number {
  const { assembly, byName, byRef } = state
  const ref = record.partyRef ?? record.partyRefs[0]
  const name = plain(party.name).trim()
  const named = byName.get(name) ?? []
  const isSpokenOf = record.partyRef === undefined && (record.contact !== undefined || speaks)
  const fits = (index: number) => fitsTogether(assembly.entities[index]!.draft, party)
  const known = (ref === undefined ? undefined : byRef.get(ref)) ?? (ref === undefined && isSpokenOf ? named.find(fits) : undefined)
  const fingerprint = isSpokenOf ? digest([origin, name, plain(party.city ?? '')]) : digest([origin, party])
  const index = known ?? addEntity(state, party, record, { fingerprint: record.partyRef ? null : fingerprint })
  if (known !== undefined) absorb(assembly.entities[known]!, party, record)
  else if (named.length === 0) byName.set(name, [index])
  else named.push(index)
  if (ref !== undefined) byRef.set(ref, index)
  if (record.partyRef === undefined && ref !== undefined) rememberRef(assembly.entities[index]!.draft, ref)
  return index
}

/** A party on the map whose id in the source a row mentions. */
function mentioned(state: Gathering, record: ImportRecord): number | undefined {
  for (const ref of record.partyRefs) {
    const party = state.lookup.byRef(ref)
    if (!party) continue
    const index = addEntity(state, partyOf(party.name, {}), record, { partyId: party.id })
    state.byRef.set(ref, index)
    return index
  }
  return undefined
}

/** Where a person goes who names no organisation: to the one whose mail domain they use, else as the settings say. */
function loner(state: Gathering, record: ImportRecord, contact: ContactDraft): number | undefined {
  const { byDomain, byRef, lookup, settings } = state
  const domain = domainKey(contact.email ?? '')
  const host = domain ? byDomain.get(domain) : undefined
  if (host !== undefined) return host
  const party = domain ? lookup.byDomain(domain) : undefined
  if (party) {
    const index = addEntity(state, partyOf(party.name, {}), record, { partyId: party.id })
    byDomain.set(domain, index)
    return index
  }
  if (settings.persons === 'skip') return undefined
  if (settings.persons === 'own') {
    const draft = partyOf(contact.name, { email: contact.email, phone: contact.phone ?? contact.mobile })
    return addEntity(state, draft, record, { fingerprint: digest(['own', contact]) })
  }
  const ref = `${WITHOUT_ORGANISATION.scheme}:${WITHOUT_ORGANISATION.value}`
  const present = byRef.get(ref)
  if (present !== undefined) return present
  const draft = { ...partyOf(state.collectionName, {}), identifiers: [WITHOUT_ORGANISATION] }
  const index = addEntity(state, draft, record, { form: 'group', partyId: lookup.byRef(ref)?.id ?? null })
  byRef.set(ref, index)
  return index
}

function settle({ assembly, byContact, byDomain }: Gathering, record: ImportRecord, index: number): void {
  const entity = assembly.entities[index]!
  addRow(entity, record)
  if (record.notes.length > 0) assembly.remarks.push({ file: record.file, row: record.row, entity: index, notes: record.notes })
  if (!record.contact) return
  assembly.people.push({ file: record.file, row: record.row, entity: index, draft: record.contact })
  if (record.contactRef) byContact.set(record.contactRef, index)
  if (entity.form === 'group') return
  entity.hint.email ??= record.contact.email
  const domain = domainKey(record.contact.email ?? '')
  if (domain && !byDomain.has(domain)) byDomain.set(domain, index)
  entity.hint.phone ??= record.contact.phone
}

/**
 * Whom a payment names, by what the name says without its legal form: a bank writes names in capitals and cuts them, and says nothing else by
 * which two could be told to be one. A party on the map is meant where only one has that name. One payment that speaks for a private person
 * is enough.
 */
function pay(state: Gathering, record: ImportRecord, party: PartyDraft, payment: PaymentDraft): void {
  const key = houseKey(party.name)
  const index =
    state.byPayee.get(key) ??
    addEntity(state, party, record, {
      partyId: state.lookup.byHouse(key)?.id ?? null,
      fingerprint: digest(['payee', key]),
      payee: 'organisation',
    })
  state.byPayee.set(key, index)
  const entity = state.assembly.entities[index]!
  addRow(entity, record)
  if (payment.isPrivate) entity.payee = 'person'
  state.assembly.outlays.push({ file: record.file, row: record.row, entity: index, payment })
}

/** The ends of a tie are nodes of the same file, or of the same import by id or name; without a file of nodes, whoever they name. */
function bind(state: Gathering, record: ImportRecord, hasNodes: boolean): void {
  const tie = record.tie!
  const endOf = (name: string): number | undefined => {
    if (tie.nodes !== null) return state.byRef.get(`${tie.nodes}:${name}`)
    const key = plain(name).trim()
    const index = state.byRef.get(`${NODE_REF}${name}`) ?? state.byName.get(key)?.[0]
    if (index !== undefined || hasNodes) return index
    const party = state.lookup.byName(key)
    const created = addEntity(state, partyOf(name, {}), record, { partyId: party?.id ?? null })
    state.byName.set(key, [created])
    return created
  }
  const [from, to] = [endOf(tie.from), endOf(tie.to)]
  if (from === undefined || to === undefined)
    refuse(state, record, complaint('tie_end_unknown', { name: from === undefined ? tie.from : tie.to }))
  else state.assembly.bonds.push({ file: record.file, row: record.row, from, to, draft: tie })
}

function refuse({ assembly }: Gathering, record: ImportRecord, reason: RowComplaint): void {
  assembly.refused.push({ file: record.file, row: record.row, name: record.party?.name ?? record.contact?.name ?? null, reason })
}

function partyOf(name: string, reach: Partial<PartyDraft>): PartyDraft {
  const nothing = {
    sectorScheme: null,
    sectorCode: null,
    description: null,
    website: null,
    email: null,
    phone: null,
    street: null,
    postalCode: null,
    city: null,
    region: null,
    country: null,
    latitude: null,
    longitude: null,
  }
  return { name, kinds: [], tags: [], identifiers: [], ...nothing, ...reach }
}

/** Two rows that name one company mean one company, unless they put it in different towns. */
function fitsTogether(a: PartyDraft, b: PartyDraft): boolean {
  return a.city === null || b.city === null || plain(a.city) === plain(b.city)
}

/** Takes over what is not known yet. */
export function absorb(entity: Entity, more: PartyDraft, row: RowRef): void {
  const { draft } = entity
  for (const key of ['description', 'website', 'email', 'phone', 'street', 'postalCode', 'city', 'region', 'country'] as const)
    draft[key] ??= more[key]
  if (draft.sectorCode === null) [draft.sectorScheme, draft.sectorCode] = [more.sectorScheme, more.sectorCode]
  if (draft.latitude === null) [draft.latitude, draft.longitude] = [more.latitude, more.longitude]
  draft.kinds = [...new Set([...draft.kinds, ...more.kinds])]
  draft.tags = [...new Set([...draft.tags, ...more.tags])].slice(0, 50)
  const has = new Set(draft.identifiers.map(({ scheme, value }) => `${scheme} ${value}`))
  draft.identifiers.push(...more.identifiers.filter(({ scheme, value }) => !has.has(`${scheme} ${value}`)))
  addRow(entity, row)
}

function addRow(entity: Entity, { file, row }: RowRef): void {
  const last = entity.rows.at(-1)
  if (last?.file !== file || last.row !== row) entity.rows.push({ file, row })
}

/** A contact's reference to its company is the company's id in that system, also when no file of companies came along. */
function rememberRef(draft: PartyDraft, ref: string): void {
  const at = ref.indexOf(':')
  const identifier = { scheme: ref.slice(0, at), value: ref.slice(at + 1).slice(0, 300) }
  if (identifier.scheme.startsWith('file.') || identifier.value === '') return
  if (!draft.identifiers.some(({ scheme, value }) => scheme === identifier.scheme && value === identifier.value))
    draft.identifiers.push(identifier)
}

/** The same for rows that say the same. */
function digest(said: unknown): string {
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url')
}
