import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { createOffers, eraseOffersOf, findOffering } from '../exchange/index.ts'
import { addField, addKinds, createParties, eraseFields, eraseParties, findBuiltOn, listFields, listPartiesFrom } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { findTaskSubjects } from '../tasks/index.ts'
import { addTieType, createTies, eraseTiesOf, eraseTieTypes, findTied, listTieTypes } from '../ties/index.ts'
import { PARTS, sourcesOf } from './catalogue.ts'
import type { Locale, SampleDraft } from './draft.ts'
import { readIndiana } from './indiana.ts'
import { readMosel } from './mosel.ts'
import { type LoadedSample, type RemovedSample, SAMPLE_KEYS, type Sample, type SampleKey } from './schema.ts'

const READERS: Record<SampleKey, (locale: Locale, now: Date) => Promise<SampleDraft>> = { mosel: readMosel, indiana: readIndiana }
const NAMED_LEFT_MAX = 50

/** The samples there are, what they bring, whose work they are, and which are loaded here. Everybody may know: licences ask for it. */
export async function listSamples(ctx: Ctx): Promise<Sample[]> {
  allow(ctx, 'parties.read')
  const loaded = await ctx.db.selectFrom('loaded_samples').selectAll().where('ecosystem_id', '=', ctx.ecosystemId).execute()
  return await Promise.all(
    SAMPLE_KEYS.map(async (key) => {
      const draft = await READERS[key]('en', ctx.now())
      const here = await listPartiesFrom(ctx, sourcesOf(key))
      return {
        key,
        parts: [...PARTS[key]],
        ...amountsOf(draft),
        loadedAt: loaded.find((row) => row.key === key)?.at.toISOString() ?? null,
        partiesHere: here.length,
      }
    }),
  )
}

/** Puts a sample on the map, in one transaction. Throws conflict when it is there already. Parties that outlived an earlier removal are used again. */
export async function loadSample(tx: Tx, key: SampleKey, locale: Locale): Promise<LoadedSample> {
  allow(tx, 'samples.write')
  await markLoaded(tx, key)
  const draft = await READERS[key](locale, tx.now())
  await addVocabulary(tx, key, draft)
  const ids = await placeParties(tx, key, draft)
  for (const [source, ties] of Map.groupBy(draft.ties, (tie) => tie.source)) {
    const drafts = ties.map(({ from, to, tie }) => ({ ...tie, fromId: ids[from]!, toId: ids[to]! }))
    await createTies(tx, drafts, source)
  }
  for (const [source, offers] of Map.groupBy(draft.offers, (offer) => offer.source)) {
    const drafts = offers.map(({ party, offer }) => ({ ...offer, partyId: ids[party]! }))
    await createOffers(tx, drafts, source)
  }
  const amounts = amountsOf(draft)
  await emit(tx, 'sample.loaded', null, { key, ...amounts })
  return { key, ...amounts }
}

/**
 * Takes a sample away for good: everything it made, and nothing else. What somebody built on since stays and is named: parties with
 * facts, notes, ties, offers or people of their own, ties and offers that were changed. Throws not_found when it is not loaded.
 */
export async function removeSample(tx: Tx, key: SampleKey): Promise<RemovedSample> {
  allow(tx, 'samples.write')
  const row = found(
    await tx.db
      .deleteFrom('loaded_samples')
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('key', '=', key)
      .returning(['fields', 'tie_types'])
      .executeTakeFirst(),
    'loaded_sample',
  )
  const sources = sourcesOf(key)
  const tasks = await findTaskSubjects(tx)
  const ties = await eraseEach(sources, (source) => eraseTiesOf(tx, source, tasks.tieIds))
  const offers = await eraseEach(sources, (source) => eraseOffersOf(tx, source))
  const parties = await listPartiesFrom(tx, sources)
  const left = await findLeft(tx, sources, parties.map(({ id }) => id), tasks.partyIds) // biome-ignore format: one line reads better
  const erased = await eraseParties(tx, parties.filter(({ id }) => !left.has(id)).map(({ id }) => id)) // biome-ignore format: one line reads better
  await eraseFields(tx, row.fields)
  await eraseTieTypes(tx, row.tie_types)
  const amounts = { key, parties: erased, ties: ties.erased, offers: offers.erased }
  await emit(tx, 'sample.removed', null, { ...amounts, partiesLeft: left.size, tiesLeft: ties.left, offersLeft: offers.left })
  const named = parties.filter(({ id }) => left.has(id)).slice(0, NAMED_LEFT_MAX)
  return { ...amounts, left: { parties: named.map(({ id, name }) => ({ id, name })), ties: ties.left, offers: offers.left } }
}

async function markLoaded(tx: Tx, key: SampleKey): Promise<void> {
  const row = await tx.db
    .insertInto('loaded_samples')
    .values({ ecosystem_id: tx.ecosystemId, key, at: tx.now() })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  if (!row) throw new DomainError('conflict', 'sample_loaded', 'This sample is on the map already.')
}

/** Fields and types of tie that the sample needs and that are not there; remembers which came with it. */
async function addVocabulary(tx: Tx, key: SampleKey, draft: SampleDraft): Promise<void> {
  const knownFields = new Set((await listFields(tx)).map((field) => field.key))
  const knownTypes = new Set((await listTieTypes(tx)).map((type) => type.key))
  const fields = draft.fields.filter((field) => !knownFields.has(field.key))
  const types = draft.tieTypes.filter((type) => !knownTypes.has(type.key))
  for (const field of fields) await addField(tx, field)
  for (const type of types) await addTieType(tx, type)
  await tx.db
    .updateTable('loaded_samples')
    .set({ fields: fields.map((field) => field.key), tie_types: types.map((type) => type.key) })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('key', '=', key)
    .execute()
}

/** Creates the parties and answers their ids in the order of the draft. */
async function placeParties(tx: Tx, key: SampleKey, draft: SampleDraft): Promise<string[]> {
  const present = new Map(
    (await listPartiesFrom(tx, sourcesOf(key))).flatMap(({ id, identifiers }) =>
      identifiers.map(({ scheme, value }) => [`${scheme} ${value}`, id]),
    ),
  )
  const ids = draft.parties.map(({ party }) => {
    const [identifier] = party.identifiers ?? []
    return identifier && present.get(`${identifier.scheme} ${identifier.value}`)
  })
  for (const [source, group] of Map.groupBy(draft.parties.entries(), ([, { source }]) => source)) {
    const missing = group.filter(([index]) => ids[index] === undefined)
    const made = await createParties(tx, missing.map(([, { party }]) => ({ ...party, kinds: [] })), source) // biome-ignore format: one line reads better
    for (const [at, [index]] of missing.entries()) ids[index] = made[at]
    for (const [kindsSource, parties] of Map.groupBy(missing, ([, { kindsSource }]) => kindsSource)) {
      const kinds = parties.flatMap(([index, { party }]) => (party.kinds ?? []).map((kind) => ({ party_id: ids[index]!, kind })))
      await addKinds(tx, kinds, kindsSource)
    }
  }
  return ids as string[]
}

type Erased = { erased: number; left: number }

async function eraseEach(sources: readonly string[], erase: (source: string) => Promise<Erased>): Promise<Erased> {
  const sum = { erased: 0, left: 0 }
  for (const source of sources) {
    const { erased, left } = await erase(source)
    sum.erased += erased
    sum.left += left
  }
  return sum
}

/** After the sample's own ties and offers are gone: whatever still speaks of a party was made by somebody. */
async function findLeft(tx: Tx, sources: readonly string[], ids: readonly string[], withTasks: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select party_id as id from auth.memberships where ecosystem_id = ${tx.ecosystemId} and party_id = any (${ids})
    union select party_id from ecosystems where ecosystem_id = ${tx.ecosystemId} and party_id = any (${ids})`.execute(tx.db)
  return new Set([
    ...rows.map(({ id }) => id),
    ...withTasks.filter((id) => ids.includes(id)),
    ...(await findBuiltOn(tx, sources)),
    ...(await findTied(tx, ids)),
    ...(await findOffering(tx, ids)),
  ])
}

function amountsOf({ parties, ties, offers }: SampleDraft): { parties: number; ties: number; offers: number } {
  return { parties: parties.length, ties: ties.length, offers: offers.length }
}
