/** From the assembly and the map to a plan, part by part: who is who, what is new, what is asked. Pure. */
import { newId } from '../../../kernel/ids.ts'
import type { ContactFill, ImportedContact, KindShown, KnownParty } from '../../parties/index.ts'
import type { TieType } from '../../ties/index.ts'
import type { Groups } from '../matching/groups.ts'
import { plain } from '../matching/names.ts'
import { emailKey } from '../matching/reach.ts'
import type { Comparison, Sighting } from '../matching.ts'
import type { PartyDraft } from '../reading/index.ts'
import { type Assembly, absorb, type Entity, type Person, rowKey } from './assemble.ts'
import type { Action, Items, Parts, PlannedRow, Reason, Settings } from './plan.ts'
import { isLeftOut, leftOutRow, planPayments } from './plan-payments.ts'
import { planTies } from './plan-ties.ts'

export type Known = {
  parties: readonly KnownParty[]
  /** Fingerprints of rows of earlier imports, with the party they became. */
  fingerprints: ReadonlyMap<string, string>
  /** Pairs `one other` (ids in order) that a person has decided about. */
  decided: ReadonlySet<string>
  kinds: readonly KindShown[]
  tieTypes: readonly TieType[]
  /** How many types of one's own there may still be. */
  tieTypeRoom: number
  /** The orchestrator's own organisation, which payments tie to others, and the language of what is kept about them. */
  own: { id: string; locale: 'en' | 'de' } | null
}

/** Which party each entity is, and why. `id` is an existing party's or a new one's. */
export type Resolution = {
  id: string
  known: KnownParty | undefined
  first: number
  comparison: Comparison | undefined
  withName: string
  isRepeat: boolean
}

export function sightingOf({ draft, hint }: Entity, country: string | null): Sighting {
  return { ...draft, email: draft.email ?? hint.email, phone: draft.phone ?? hint.phone, country: draft.country ?? country }
}

export function sightingOfKnown(party: KnownParty, country: string | null): Sighting {
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  const exact = party.placeApproximate !== true
  return {
    name: String(party.name),
    identifiers: party.identifiers,
    website: text(party.website),
    email: text(party.email) ?? (party.form === 'group' ? null : party.contactEmail),
    phone: text(party.phone) ?? (party.form === 'group' ? null : party.contactPhone),
    street: text(party.street),
    postalCode: text(party.postalCode),
    city: text(party.city),
    country: text(party.country) ?? country,
    latitude: exact && typeof party.latitude === 'number' ? party.latitude : null,
    longitude: exact && typeof party.longitude === 'number' ? party.longitude : null,
  }
}

/** Planning hands on what it has after this many entries, so that others get their turn. */
const PART_ENTRIES = 500

/**
 * `groups` come from the sightings of the known parties followed by those of the entities. Entities of one group become one. Pauses now and
 * then with how many entities are done.
 */
export function* resolve(assembly: Assembly, known: Known, groups: Groups): Generator<number, Resolution[]> {
  const settled = known.parties.length
  const byId = new Map(known.parties.map((party) => [party.id, party]))
  const resolutions: Resolution[] = []
  const firsts = new Map<number, number>()
  for (const [index, entity] of assembly.entities.entries()) {
    if (index % PART_ENTRIES === 0) yield index
    const repeat = entity.fingerprint === null ? undefined : byId.get(known.fingerprints.get(entity.fingerprint) ?? '')
    const named = entity.partyId === null ? undefined : byId.get(entity.partyId)
    const group = groups.groupOf[settled + index]!
    const first = firsts.get(group) ?? index
    firsts.set(group, first)
    const join = groups.joins.get(settled + index)
    const party = named ?? repeat ?? (group < settled ? known.parties[group] : resolutions[first]?.known)
    const id = party?.id ?? (first < index ? resolutions[first]!.id : newId())
    const withName = party ? String(party.name) : assembly.entities[first]!.draft.name
    resolutions.push({
      id,
      known: party,
      first,
      comparison: join?.comparison,
      withName,
      isRepeat: repeat !== undefined && named === undefined,
    })
    if (!party && first < index) absorb(assembly.entities[first]!, entity.draft, entity.rows[0]!)
  }
  return resolutions
}

/** About how much there is to go through and to keep, for telling how far the plan is. */
export function sizeOfPlan({ entities, people, remarks, bonds }: Assembly): number {
  return 3 * (entities.length + people.length) + remarks.length + bonds.length
}

export function* makePlan(
  assembly: Assembly,
  resolutions: readonly Resolution[],
  known: Known,
  groups: Groups,
  contacts: readonly ImportedContact[],
  settings: Settings,
): Parts {
  const touched = new Map<string, { fields: Set<string>; isNew: boolean }>()
  const touch = (id: string) => touched.get(id) ?? touched.set(id, { fields: new Set(), isNew: false }).get(id)!
  yield* planParties(assembly, resolutions, settings, touch)
  yield* planPeople(assembly, resolutions, contacts, touch)
  yield* planNotes(assembly, resolutions, touch)
  const suppressions = [...new Map(assembly.suppressions.map((suppression) => [suppression.address, suppression])).values()]
  yield { kind: 'suppression', list: suppressions, entries: 0 }
  const asked = yield* planQuestions(resolutions, known, groups, assembly, settings)
  const ties = yield* planTies(assembly, resolutions, known, settings)
  yield* planPayments(assembly, resolutions, settings, known.own)
  yield* planRows(assembly, resolutions, touched, asked, ties, settings)
}

type Touch = (id: string) => { fields: Set<string>; isNew: boolean }

function* planParties(assembly: Assembly, resolutions: readonly Resolution[], settings: Settings, touch: Touch): Parts {
  let fresh: Items['party'] = []
  const fills = new Map<string, Items['fill'][number]>()
  for (const [index, entity] of assembly.entities.entries()) {
    if (index % PART_ENTRIES === 0) {
      yield { kind: 'party', list: fresh, entries: PART_ENTRIES }
      fresh = []
    }
    const { id, known, first } = resolutions[index]!
    if (isLeftOut(assembly.entities[first]!, known, settings)) continue
    if (!known) {
      if (first === index)
        fresh.push({
          id,
          draft: {
            form: entity.form,
            ...factsOf(entity.draft),
            name: entity.draft.name,
            kinds: entity.draft.kinds,
            identifiers: entity.draft.identifiers,
          },
        })
      touch(id).isNew = true
      continue
    }
    const fill = fills.get(id) ?? { partyId: id, facts: {}, kinds: [], identifiers: [] }
    const news = newsFor(known, entity.draft, settings.replace)
    fill.facts = {
      ...news.facts,
      ...fill.facts,
      ...(news.facts.tags ? { tags: [...new Set([...((fill.facts.tags as string[]) ?? []), ...(news.facts.tags as string[])])] } : {}),
    }
    fill.kinds = [...new Set([...fill.kinds, ...news.kinds])]
    fill.identifiers.push(...news.identifiers)
    for (const field of [
      ...Object.keys(news.facts),
      ...(news.kinds.length ? ['kinds'] : []),
      ...(news.identifiers.length ? ['identifiers'] : []),
    ])
      touch(id).fields.add(field)
    fills.set(id, fill)
  }
  yield { kind: 'party', list: fresh, entries: 0 }
  const filled = [...fills.values()].filter(
    ({ facts, kinds, identifiers }) => Object.keys(facts).length + kinds.length + identifiers.length > 0,
  )
  yield { kind: 'fill', list: filled, entries: 0 }
}

/** The facts of a draft as the map has them; what is not known is left out. */
function factsOf(draft: PartyDraft): Record<string, unknown> {
  const { kinds: _, identifiers: __, name: ___, sectorScheme, sectorCode, latitude, longitude, tags, ...texts } = draft
  const facts: Record<string, unknown> = Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== null))
  if (sectorCode !== null) Object.assign(facts, { sectorScheme, sectorCode })
  if (latitude !== null && longitude !== null) Object.assign(facts, { latitude, longitude, placeApproximate: false })
  if (tags.length > 0) facts.tags = tags
  return facts
}

/** What a draft adds to a party: empty facts, or with `replace` different ones; never its name. */
function newsFor(known: KnownParty, draft: PartyDraft, replace: boolean) {
  const present = known as Record<string, unknown>
  const facts = Object.fromEntries(
    Object.entries(factsOf(draft)).filter(([fact, value]) => {
      if (fact === 'tags') return (value as string[]).some((tag) => !(known.tags as string[]).includes(tag))
      const isPlace = fact === 'latitude' || fact === 'longitude' || fact === 'placeApproximate'
      if (isPlace) return known.latitude === null || known.placeApproximate === true || (replace && present[fact] !== value)
      return present[fact] === null || (replace && present[fact] !== value)
    }),
  )
  const has = new Set(known.identifiers.map(({ scheme, value }) => `${scheme} ${value}`))
  return {
    facts,
    kinds: draft.kinds.filter((kind) => !known.kinds.includes(kind)),
    identifiers: draft.identifiers.filter(({ scheme, value }) => !has.has(`${scheme} ${value}`)),
  }
}

function* planPeople(assembly: Assembly, resolutions: readonly Resolution[], contacts: readonly ImportedContact[], touch: Touch): Parts {
  const contactsOf = Map.groupBy(contacts, ({ partyId }) => partyId)
  const peopleOf = Map.groupBy(assembly.people, ({ entity }) => resolutions[entity]!.id)
  let fresh: ImportedContact[] = []
  let fills: ContactFill[] = []
  let entries = 0
  for (const [partyId, people] of peopleOf) {
    const planned = planPeopleOf(partyId, people, contactsOf.get(partyId) ?? [])
    if (planned.fresh.length + planned.fills.length > 0) touch(partyId).fields.add('contacts')
    fresh.push(...planned.fresh)
    fills.push(...planned.fills)
    entries += people.length
    if (entries < PART_ENTRIES) continue
    yield { kind: 'contact', list: fresh, entries }
    yield { kind: 'contact_fill', list: fills, entries: 0 }
    fresh = []
    fills = []
    entries = 0
  }
  yield { kind: 'contact', list: fresh, entries }
  yield { kind: 'contact_fill', list: fills, entries: 0 }
}

/** One person at one party is known by mail address, else by name. */
function planPeopleOf(
  partyId: string,
  people: readonly Person[],
  contacts: readonly ImportedContact[],
): { fresh: ImportedContact[]; fills: ContactFill[] } {
  const keysOf = ({ name, email }: { name: string; email: string | null }) => [
    ...(email && emailKey(email) ? [emailKey(email)] : []),
    plain(name),
  ]
  const byKey = new Map<string, { contact: ImportedContact; isNew: boolean }>()
  const index = (contact: ImportedContact, isNew: boolean) => {
    for (const key of keysOf(contact)) if (!byKey.has(key)) byKey.set(key, { contact, isNew })
  }
  for (const contact of contacts) index(contact, false)
  const fresh: ImportedContact[] = []
  const fills = new Map<string, ContactFill>()
  for (const { draft } of people) {
    const found = keysOf(draft)
      .map((key) => byKey.get(key))
      .find((match) => match !== undefined)
    if (!found) {
      const contact = { id: newId(), partyId, ...draft }
      fresh.push(contact)
      index(contact, true)
      continue
    }
    for (const fact of ['role', 'email', 'phone', 'mobile'] as const) {
      if (found.contact[fact] !== null || draft[fact] === null) continue
      found.contact[fact] = draft[fact]
      if (found.isNew) continue
      const fill = fills.get(found.contact.id) ?? { id: found.contact.id, facts: {} }
      fill.facts[fact] = draft[fact]
      fills.set(found.contact.id, fill)
    }
  }
  return { fresh, fills: [...fills.values()] }
}

function* planNotes({ remarks }: Assembly, resolutions: readonly Resolution[], touch: Touch): Parts {
  let list: Items['note'] = []
  for (const { entity, notes } of remarks) {
    const { id } = resolutions[entity]!
    for (const note of notes) list.push({ id: newId(), partyId: id, ...note })
    touch(id).fields.add('notes')
    if (list.length < PART_ENTRIES) continue
    yield { kind: 'note', list, entries: 0 }
    list = []
  }
  yield { kind: 'note', list, entries: 0 }
}

function* planQuestions(
  resolutions: readonly Resolution[],
  known: Known,
  groups: Groups,
  assembly: Assembly,
  settings: Settings,
): Parts<Map<string, string[]>> {
  const settled = known.parties.length
  const idOf = (index: number) => (index < settled ? known.parties[index]!.id : resolutions[index - settled]!.id)
  const nameOf = (index: number) => (index < settled ? String(known.parties[index]!.name) : assembly.entities[index - settled]!.draft.name)
  const isOut = (index: number) => {
    const resolution = resolutions[index - settled]
    return resolution !== undefined && isLeftOut(assembly.entities[resolution.first]!, resolution.known, settings)
  }
  const list: Items['question'] = []
  const asked = new Map<string, string[]>()
  const seen = new Set<string>()
  for (const { a, b, comparison } of groups.questions) {
    const [oneId, otherId] = [idOf(a), idOf(b)].sort() as [string, string]
    const pair = `${oneId} ${otherId}`
    if (isOut(a) || isOut(b) || oneId === otherId || known.decided.has(pair) || seen.has(pair)) continue
    seen.add(pair)
    list.push({ oneId, otherId, score: comparison.score, evidence: comparison.evidence })
    asked.set(idOf(b), [...(asked.get(idOf(b)) ?? []), nameOf(a)])
    asked.set(idOf(a), [...(asked.get(idOf(a)) ?? []), nameOf(b)])
  }
  yield { kind: 'question', list, entries: 0 }
  return asked
}

function* planRows(
  assembly: Assembly,
  resolutions: readonly Resolution[],
  touched: ReadonlyMap<string, { fields: Set<string>; isNew: boolean }>,
  asked: ReadonlyMap<string, string[]>,
  ties: PlannedRow[],
  settings: Settings,
): Parts {
  let list: PlannedRow[] = []
  const told = new Set<number>()
  const tell = (row: PlannedRow) => {
    told.add(rowKey(row))
    const warnings = assembly.warnings.get(rowKey(row)) ?? []
    row.reasons.push(...warnings.map((warning) => ({ kind: 'complaint' as const, ...warning })))
    list.push(row)
  }
  // an entity that another took over stands in its rows too, but only its own says why the two are one
  const speaker = new Map(assembly.entities.flatMap(({ rows }, index) => (rows[0] ? [[rowKey(rows[0]), index] as const] : [])))
  for (const row of ties) tell(row)
  for (const { file, row, name, reason } of assembly.refused) {
    tell({ file, row, action: 'refuse', name, partyId: null, fingerprint: null, reasons: [{ kind: 'complaint', ...reason }] })
  }
  for (const [index, entity] of assembly.entities.entries()) {
    if (index % PART_ENTRIES === 0) {
      yield { kind: 'row', list, entries: PART_ENTRIES }
      list = []
    }
    const resolution = resolutions[index]!
    if (isLeftOut(assembly.entities[resolution.first]!, resolution.known, settings)) {
      for (const ref of entity.rows) tell(leftOutRow(assembly.entities[resolution.first]!, ref))
      continue
    }
    const { fields, isNew } = touched.get(resolution.id) ?? { fields: new Set<string>(), isNew: false }
    for (const [nth, ref] of entity.rows.entries()) {
      if (told.has(rowKey(ref)) || (speaker.get(rowKey(ref)) ?? index) !== index) continue
      const isCollected = entity.form === 'group'
      const isFirst = nth === 0 && resolution.first === index && !isCollected
      const action: Action = isNew ? (isFirst ? 'create' : 'join') : fields.size > 0 ? 'change' : 'same'
      const why = () => reasonsOf(assembly, resolution, index, isNew, [...fields], asked.get(resolution.id) ?? [])
      const reasons: Reason[] = isCollected ? [{ kind: 'collected' }] : nth === 0 ? why() : []
      const person = assembly.names.get(rowKey(ref))
      const name = person === undefined ? entity.draft.name : isCollected ? person : `${entity.draft.name} (${person})`
      tell({ ...ref, action, name, partyId: resolution.id, fingerprint: nth === 0 ? entity.fingerprint : null, reasons })
    }
  }
  yield { kind: 'row', list, entries: 0 }
}

function reasonsOf(
  assembly: Assembly,
  resolution: Resolution,
  index: number,
  isNew: boolean,
  fields: string[],
  questions: readonly string[],
): Reason[] {
  const { comparison, withName, isRepeat, first } = resolution
  const reasons: Reason[] = []
  if (isRepeat) reasons.push({ kind: 'known' })
  else if (comparison && (!isNew || first !== index)) {
    const row = isNew ? (assembly.entities[first]!.rows[0]?.row ?? null) : null
    reasons.push({ kind: 'evidence', with: withName, row, score: comparison.score, evidence: comparison.evidence })
  }
  if (!isNew && fields.length > 0) reasons.push({ kind: 'fields', fields })
  for (const name of questions.slice(0, 3)) reasons.push({ kind: 'question', with: name })
  return reasons
}
