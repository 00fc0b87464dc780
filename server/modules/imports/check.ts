import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { storableJson } from '../../kernel/texts.ts'
import { findOwnParty, type KnownParty, listKinds, readKnownContacts, readKnownParties } from '../parties/index.ts'
import { listTieTypes, OWN_TYPES_MAX } from '../ties/index.ts'
import { DEFAULTS, reportProgress, type StoredUpload, selectFiles, selectImports, uploadOfFile } from './imports.ts'
import { type Groups, groupInSteps } from './matching/groups.ts'
import { houseKey, plain } from './matching/names.ts'
import { domainKey } from './matching/reach.ts'
import { type Traits, traitsOf } from './matching.ts'
import { type Assembly, addRecord, finishGathering, type Lookup, newGathering } from './planning/assemble.ts'
import { ownKindReader } from './planning/own-kinds.ts'
import type { ItemKind, Items, Parts, PlannedRow, Settings } from './planning/plan.ts'
import { type Known, makePlan, type Resolution, resolve, sightingOf, sightingOfKnown, sizeOfPlan } from './planning/resolve.ts'
import { type Mapping, readRecords, type Subject } from './reading/index.ts'
import type { Counts } from './schema.ts'
import { doWork, Unwanted, workOf } from './work.ts'

/** How long the work goes on before others get their turn, and before it says how far it is. */
const TURN_MS = 10
const REPORT_MS = 250
const PAUSE_ROWS = 50
const BATCH = 1000

/** The dry run: reads the files, compares with the map, keeps what would be done. Writes nothing to the map. Runs again without harm. */
export async function checkImport(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  const work = workOf('checking', payload)
  await doWork(ctx, work, () => planImport(ctx, work.id, work.revision))
}

async function planImport(ctx: Ctx, id: string, revision: number): Promise<void> {
  const progress = pacer(ctx, id, revision)
  const { settings, files, collectionName, locale } = await transaction(ctx, (tx) => load(tx, id))
  await progress('reading', 0, 0, true)
  const known = await transaction(ctx, (tx) => readKnown(tx, locale))
  if (known.own === null && files.some((file) => subjectOf(file) === 'payments')) refuseWithoutOwn()
  const assembly = await transaction(ctx, (tx) => readFiles(tx, files, settings, known, collectionName, progress))
  const groups = await compareAll(assembly, known, settings, progress)
  const resolutions = await resolveAll(assembly, known, groups, progress)
  const joined = [...new Set(resolutions.flatMap(({ known: party }) => (party ? [party.id] : [])))]
  const contacts = joined.length === 0 ? [] : await transaction(ctx, (tx) => readKnownContacts(tx, joined))
  const parts = makePlan(assembly, resolutions, known, groups, contacts, settings)
  await transaction(ctx, (tx) => keepPlan(tx, id, revision, parts, sizeOfPlan(assembly), progress))
}

type Progress = (step: string, done: number, total: number, isUrgent?: boolean) => Promise<void>

/** Gives others their turn and reports, each as often as is due. Throws Unwanted when the check is no longer wanted. */
function pacer(ctx: Ctx, id: string, revision: number): Progress {
  let turn = performance.now()
  let reported = 0
  return async (step, done, total, isUrgent = false) => {
    const now = performance.now()
    if (now - turn > TURN_MS) {
      await setImmediate()
      turn = performance.now()
    }
    if (!isUrgent && now - reported < REPORT_MS) return
    reported = now
    const seen = await reportProgress(ctx, id, step, done, total)
    if (seen.revision !== revision || seen.state !== 'checking') throw new Unwanted()
  }
}

type File = { position: number; stored: StoredUpload; mapping: Mapping | null; origin: string }

async function load(tx: Tx, id: string): Promise<{ settings: Settings; files: File[]; collectionName: string; locale: 'en' | 'de' }> {
  const row = await selectImports(tx).where('id', '=', id).executeTakeFirst()
  if (row?.state !== 'checking') throw new Unwanted()
  const { locale } = await tx.db
    .selectFrom('ecosystems')
    .select('locale')
    .where('ecosystem_id', '=', tx.ecosystemId)
    .executeTakeFirstOrThrow()
  const files = (await selectFiles(tx, id).execute()).map((file) => ({
    position: file.position,
    stored: file,
    mapping: file.mapping,
    origin: file.preset ?? file.fingerprint ?? '',
  }))
  const settings = { ...DEFAULTS, ...row.settings, country: row.settings.country ?? (locale === 'de' ? 'DE' : null) }
  return { settings, files, locale, collectionName: locale === 'de' ? 'Personen ohne Organisation' : 'People without an organisation' }
}

function refuseWithoutOwn(): never {
  throw new DomainError(
    'conflict',
    'own_party_missing',
    'Payments tie others to your own organisation. Please say first which one that is.',
  )
}

async function readKnown(tx: Tx, locale: 'en' | 'de'): Promise<Known> {
  const own = await findOwnParty(tx)
  const { rows } = await sql<{ fingerprint: string; party_id: string }>`
    select distinct on (r.fingerprint) r.fingerprint, r.party_id from import_rows r
    join imports i on i.ecosystem_id = r.ecosystem_id and i.id = r.import_id and i.state = 'applied'
    where r.ecosystem_id = ${tx.ecosystemId} and r.fingerprint is not null and r.party_id is not null
    order by r.fingerprint, i.applied_at desc`.execute(tx.db)
  const decided = await tx.db
    .selectFrom('duplicates')
    .select(['one_id', 'other_id'])
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('decision', 'in', ['same', 'different'])
    .execute()
  const tieTypes = await listTieTypes(tx)
  return {
    own: own && { id: own.id, locale },
    parties: await readKnownParties(tx),
    fingerprints: new Map(rows.map(({ fingerprint, party_id }) => [fingerprint, party_id])),
    decided: new Set(decided.map(({ one_id, other_id }) => `${one_id} ${other_id}`)),
    kinds: await listKinds(tx),
    tieTypes,
    tieTypeRoom: OWN_TYPES_MAX - tieTypes.filter(({ label }) => label !== null).length,
  }
}

/** What describes organisations is read before what only speaks of them, whatever the order they were sent in. */
const ORDER: readonly (Subject | undefined)[] = ['companies', 'nodes', undefined, 'list', 'contacts', 'deals', 'payments', 'edges']

async function readFiles(
  tx: Tx,
  files: readonly File[],
  settings: Settings,
  known: Known,
  collectionName: string,
  progress: Progress,
): Promise<Assembly> {
  const gathering = newGathering(settings, lookupIn(known.parties), collectionName)
  const sorted = files.toSorted((a, b) => ORDER.indexOf(subjectOf(a)) - ORDER.indexOf(subjectOf(b)))
  const withOwnKinds = ownKindReader(known.kinds)
  let rows = 0
  for (const file of sorted) {
    const { position, mapping, origin } = file
    const records = readRecords(position, uploadOfFile(tx, file.stored), mapping)
    const speaks = subjectOf(file) === 'deals' || subjectOf(file) === 'contacts'
    for await (const record of records) {
      addRecord(gathering, withOwnKinds(record), { origin, speaks })
      if (++rows % PAUSE_ROWS === 0) await progress('reading', rows, 0)
    }
  }
  return finishGathering(gathering)
}

/** Cards have no columns, and speak of organisations as lists of contacts do. */
function subjectOf({ mapping, origin }: File): Subject | undefined {
  return mapping?.subject ?? (origin === 'vcard' ? 'contacts' : undefined)
}

/** Only what is unmistakable: a name or domain that two parties share leads to neither. */
function lookupIn(parties: readonly KnownParty[]): Lookup {
  type Named = { id: string; name: string }
  const maps = {
    ref: new Map<string, Named | null>(),
    name: new Map<string, Named | null>(),
    domain: new Map<string, Named | null>(),
    house: new Map<string, Named | null>(),
  }
  const put = (map: Map<string, Named | null>, key: string, party: Named) =>
    map.set(key, map.has(key) && map.get(key)?.id !== party.id ? null : party)
  for (const party of parties) {
    const named = { id: party.id, name: String(party.name) }
    for (const { scheme, value } of party.identifiers) put(maps.ref, `${scheme}:${value}`, named)
    put(maps.name, plain(named.name).trim(), named)
    put(maps.house, houseKey(named.name), named)
    const domain = domainKey(String(party.website ?? '')) || domainKey(String(party.email ?? ''))
    if (domain) put(maps.domain, domain, named)
  }
  return {
    byRef: (ref) => maps.ref.get(ref) ?? undefined,
    byName: (name) => maps.name.get(name) ?? undefined,
    byDomain: (domain) => maps.domain.get(domain) ?? undefined,
    byHouse: (key) => maps.house.get(key) ?? undefined,
  }
}

async function compareAll(assembly: Assembly, known: Known, settings: Settings, progress: Progress): Promise<Groups> {
  const total = known.parties.length + assembly.entities.length
  const traits: Traits[] = []
  for (const party of known.parties) {
    traits.push(traitsOf(sightingOfKnown(party, settings.country)))
    if (traits.length % PAUSE_ROWS === 0) await progress('matching', traits.length, total * 3)
  }
  for (const entity of assembly.entities) {
    traits.push(traitsOf(sightingOf(entity, settings.country)))
    if (traits.length % PAUSE_ROWS === 0) await progress('matching', traits.length, total * 3)
  }
  const steps = groupInSteps(traits, known.parties.length)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await progress('matching', total + Math.round(total * step.value), total * 3)
  }
}

/** The last third of the matching. */
async function resolveAll(assembly: Assembly, known: Known, groups: Groups, progress: Progress): Promise<Resolution[]> {
  const total = known.parties.length + assembly.entities.length
  const steps = resolve(assembly, known, groups)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await progress('matching', total * 2 + step.value, total * 3)
  }
}

/** Writes the plan while it is made. The row is not locked before the end, because progress is reported on it from outside this transaction. */
async function keepPlan(tx: Tx, id: string, revision: number, parts: Parts, total: number, progress: Progress): Promise<void> {
  await tx.db.deleteFrom('import_rows').where('ecosystem_id', '=', tx.ecosystemId).where('import_id', '=', id).execute()
  await tx.db.deleteFrom('import_items').where('ecosystem_id', '=', tx.ecosystemId).where('import_id', '=', id).execute()
  const kept: Record<ItemKind, number> = {
    party: 0,
    fill: 0,
    contact: 0,
    contact_fill: 0,
    note: 0,
    tie_type: 0,
    tie: 0,
    suppression: 0,
    question: 0,
  }
  const actions = { create: 0, change: 0, join: 0, same: 0, refuse: 0 }
  let groups = 0
  let done = 0
  for (const { kind, list, entries } of parts) {
    done += entries
    await progress('writing', Math.min(done, total), total)
    for (let from = 0; from < list.length; from += BATCH) {
      const batch = list.slice(from, from + BATCH)
      if (kind === 'row') {
        await insertRows(tx, id, batch as PlannedRow[])
        for (const { action } of batch as PlannedRow[]) actions[action]++
      } else {
        await insertItems(tx, id, kind, kept[kind], batch)
        kept[kind] += batch.length
        if (kind === 'party') groups += (batch as Items['party']).filter(({ draft }) => draft.form === 'group').length
      }
      done += batch.length
      await progress('writing', Math.min(done, total), total)
    }
  }
  // the group that gathers people is no organisation that came
  const parties = kept.party - groups
  const { contact: contacts, note: notes, tie: ties, suppression: suppressions, question: questions } = kept
  const counts: Counts = { ...actions, parties, contacts, notes, ties, suppressions, questions }
  const { numUpdatedRows } = await tx.db
    .updateTable('imports')
    .set({
      state: 'checked',
      step: null,
      done: 0,
      total: 0,
      counts: JSON.stringify(counts),
      problem: null,
      checked_at: tx.now(),
      updated_at: tx.now(),
    })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .where('state', '=', 'checking')
    .where('revision', '=', revision)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Unwanted()
}

async function insertRows(tx: Tx, id: string, rows: readonly PlannedRow[]): Promise<void> {
  await sql`
    insert into import_rows (ecosystem_id, import_id, file, row, action, name, party_id, fingerprint, reasons)
    select ${tx.ecosystemId}, ${id}, x.file, x.row, x.action, left(x.name, 300), x."partyId", x.fingerprint, x.reasons
    from jsonb_to_recordset(${storableJson(JSON.stringify(rows))}::jsonb) as x (file int, "row" int, action text, name text, "partyId" uuid, fingerprint text, reasons jsonb)`.execute(
    tx.db,
  )
}

async function insertItems(tx: Tx, id: string, kind: string, from: number, list: readonly unknown[]): Promise<void> {
  await sql`
    insert into import_items (ecosystem_id, import_id, kind, position, data)
    select ${tx.ecosystemId}, ${id}, ${kind}, ${from} + x.n, x.data
    from jsonb_array_elements(${storableJson(JSON.stringify(list))}::jsonb) with ordinality as x (data, n)`.execute(tx.db)
}
