import { type RawBuilder, sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { decodeCursor, toPage } from '../../kernel/paging.ts'
import { allow } from '../people/index.ts'
import { changeFacts, changeKinds, createParties } from './facts.ts'
import { allowFilter, matches, momentOf, partiesAt } from './filter.ts'
import { replaceIdentifiers } from './identifiers.ts'
import { checkFields, FACTS, type Fact, mustBeSound, normaliseWebsite, same, soundIdentifiers } from './rules.ts'
import type { Filter, NewParty, Party, PartyChange, PartyList } from './schema.ts'
import { type PartyRecord, showParties } from './shown.ts'
import { listFields } from './vocabulary.ts'

export async function createParty(tx: Tx, input: NewParty): Promise<Party> {
  allow(tx, 'parties.create')
  const party = await sound(tx, input)
  const identifiers = soundIdentifiers(party.identifiers ?? [])
  const [id] = await createParties(tx, [{ ...party, identifiers }], sourceOf(tx.actor))
  await emit(tx, 'party.created', id!, {})
  return await getParty(tx, id!)
}

/** Changes the given facts, stated by `source`; what held before stays in the history. Throws conflict when somebody else was faster. */
export async function updateParty(tx: Tx, id: string, { version, ...input }: PartyChange, source = sourceOf(tx.actor)): Promise<Party> {
  const row = await lockParty(tx, id)
  allow(tx, 'parties.write', row.id)
  if (row.version !== version) {
    throw new DomainError(
      'conflict',
      'party_changed',
      'Somebody else changed this organisation meanwhile. Your text is still here: load the new state and try again.',
    )
  }
  const present = presentFacts(row)
  const { kinds, identifiers, ...facts } = await sound(tx, { ...present, ...input } as NewParty)
  const changed = (Object.keys(facts) as Fact[]).filter((fact) => fact in input && !same(facts[fact], present[fact]))
  const ids = [row.id, ...(await listMergedInto(tx, row.id))]
  const kindsChanged = kinds !== undefined && (await changeKinds(tx, ids, kinds, source))
  const identifiersChanged = identifiers !== undefined && (await replaceIdentifiers(tx, ids, identifiers, source))
  const fields = [...changed, ...(kindsChanged ? ['kinds'] : []), ...(identifiersChanged ? ['identifiers'] : [])]
  if (fields.length === 0) return await getParty(tx, row.id)
  await changeFacts(tx, row, Object.fromEntries(changed.map((fact) => [fact, facts[fact]])), source)
  await emit(tx, 'party.changed', row.id, { fields })
  return await getParty(tx, row.id)
}

/** Takes a party off the map from now on. It stays in the past, and restoreParty brings it back. */
export async function endParty(tx: Tx, id: string): Promise<{ id: string }> {
  const row = await lockParty(tx, id)
  allow(tx, 'parties.create', row.id)
  await tx.db
    .updateTable('parties')
    .set((eb) => ({ ended_at: tx.now(), updated_at: tx.now(), version: eb('version', '+', 1) }))
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', row.id)
    .execute()
  await emit(tx, 'party.ended', row.id, {})
  return { id: row.id }
}

/** Takes back endParty. The pause stays readable in the history. */
export async function restoreParty(tx: Tx, id: string): Promise<Party> {
  allow(tx, 'parties.create')
  const row = found(await selectRow(tx, id).forUpdate().executeTakeFirst(), 'party')
  if (row.ended_at === null) throw new DomainError('conflict', 'party_not_ended', 'This organisation has not been removed.')
  await changeFacts(tx, row, {}, sourceOf(tx.actor), { endedAt: row.ended_at })
  await emit(tx, 'party.restored', row.id, {})
  return await getParty(tx, row.id)
}

/** One party, now or at `asOf`. The id of a merged party answers the party it was merged into. Throws not_found. */
export async function getParty(ctx: Ctx, id: string, asOf?: Date): Promise<Party> {
  allow(ctx, 'parties.read')
  const target = await resolveParty(ctx, id, asOf)
  const { rows } = await sql<PartyRecord>`select p.* from ${partiesAt(ctx, asOf)} p where p.id = ${target}`.execute(ctx.db)
  const [party] = await showParties(ctx, [found(rows[0], 'party')], asOf)
  return party!
}

/** Those of these parties that are on the map, in the order of the ids. */
export async function readParties(ctx: Ctx, ids: readonly string[]): Promise<Party[]> {
  allow(ctx, 'parties.read')
  const { rows } = await sql<PartyRecord>`select p.* from ${partiesAt(ctx)} p where p.id = any (${ids})`.execute(ctx.db)
  const shown = new Map((await showParties(ctx, rows)).map((party) => [party.id, party]))
  return ids.flatMap((id) => shown.get(id) ?? [])
}

/** A page of the filtered parties in the wished order; the whole number with the first page only. */
export async function listParties(
  ctx: Ctx,
  query: PartyList,
): Promise<{ items: Party[]; nextCursor: string | null; total: number | null }> {
  allow(ctx, 'parties.read')
  allowFilter(ctx, query)
  const { key, keyOf, descending } = SORT[query.sort.replace('-', '') as keyof typeof SORT](query.sort.startsWith('-'))
  const asOf = momentOf(query)
  const where = matches(ctx, query)
  const direction = descending ? sql`desc` : sql`asc`
  const after = query.cursor === undefined ? sql`true` : beyond(key, decodeCursor(query.cursor, 2), descending)
  const { rows } = await sql<PartyRecord>`
    select p.* from ${partiesAt(ctx, asOf)} p where ${where} and ${after}
    order by ${key} ${direction}, p.id ${direction} limit ${query.limit + 1} offset ${query.offset ?? 0}`.execute(ctx.db)
  const page = toPage(rows, query.limit, keyOf)
  const isFirst = query.cursor === undefined && !query.offset
  return {
    items: await showParties(ctx, page.items, asOf),
    nextCursor: page.nextCursor,
    total: isFirst ? await countParties(ctx, query) : null,
  }
}

export async function countParties(ctx: Ctx, filter: Filter): Promise<number> {
  allow(ctx, 'parties.read')
  allowFilter(ctx, filter)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from ${partiesAt(ctx, momentOf(filter))} p where ${matches(ctx, filter)}`.execute(ctx.db)
  return rows[0]!.n
}

/** Throws not_found unless all of them are on the map now. Answers each id's party: itself, or the one it was merged into. */
export async function resolveParties(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; target: string }>`
    select p.id, coalesce(a.target_id, p.id) as target from parties p
    left join aliases a on a.ecosystem_id = p.ecosystem_id and a.party_id = p.id and a.until is null
    where p.ecosystem_id = ${ctx.ecosystemId} and p.id = any (${ids}) and p.ended_at is null`.execute(ctx.db)
  const targets = new Map(rows.map(({ id, target }) => [id, target]))
  if (ids.some((id) => !targets.has(id))) found(undefined, 'party')
  return targets
}

/** Holds the row of a party on the map until commit, resolved through its alias. */
export async function lockParty(tx: Tx, id: string): Promise<PartyRecord> {
  const target = await resolveParty(tx, id)
  return found(await selectRow(tx, target).where('ended_at', 'is', null).forUpdate().executeTakeFirst(), 'party')
}

async function listMergedInto(ctx: Ctx, id: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('aliases')
    .select('party_id')
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('target_id', '=', id)
    .where('until', 'is', null)
    .execute()
  return rows.map(({ party_id }) => party_id)
}

async function resolveParty(ctx: Ctx, id: string, asOf?: Date): Promise<string> {
  const live = asOf ? sql<boolean>`since <= ${asOf} and (until is null or until > ${asOf})` : sql<boolean>`until is null`
  const alias = await ctx.db
    .selectFrom('aliases')
    .select('target_id')
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('party_id', '=', id)
    .where(live)
    .executeTakeFirst()
  return alias?.target_id ?? id
}

function selectRow(ctx: Ctx, id: string) {
  return ctx.db.selectFrom('parties').selectAll().where('ecosystem_id', '=', ctx.ecosystemId).where('id', '=', id)
}

/** The input, checked as a whole and in its normal form. */
async function sound<T extends NewParty>(ctx: Ctx, input: T): Promise<T> {
  mustBeSound(input)
  const website = input.website === undefined ? {} : { website: mustBeWebsite(input.website) }
  const fields = input.fields === undefined ? {} : { fields: checkFields(input.fields, await listFields(ctx)) }
  return { ...input, ...website, ...fields }
}

function mustBeWebsite(website: string | null): string | null {
  const normal = normaliseWebsite(website)
  if (website && !normal) {
    throw new DomainError('invalid', 'invalid_party', 'Something in the input is not right.', [complaint('website', 'web_address_needed')])
  }
  return normal
}

/** The row as facts by their API names. */
export function presentFacts(row: PartyRecord): Required<Pick<NewParty, Fact>> {
  return Object.fromEntries(Object.entries(FACTS).map(([fact, column]) => [fact, row[column]])) as Required<Pick<NewParty, Fact>>
}

type Sort = { key: RawBuilder<unknown>; keyOf: (row: PartyRecord) => (string | number | null)[]; descending: boolean }

/** Texts are sorted without regard to case, unknown ones as empty. */
const SORT: Record<'name' | 'city' | 'sector' | 'updatedAt', (descending: boolean) => Sort> = {
  name: (descending) => ({ key: sql`lower(p.name)`, keyOf: (row) => [row.name.toLowerCase(), row.id], descending }),
  city: (descending) => ({ key: sql`lower(coalesce(p.city, ''))`, keyOf: (row) => [(row.city ?? '').toLowerCase(), row.id], descending }),
  sector: (descending) => ({ key: sql`coalesce(p.sector_code, '')`, keyOf: (row) => [row.sector_code ?? '', row.id], descending }),
  updatedAt: (descending) => ({ key: sql`p.updated_at`, keyOf: (row) => [row.updated_at.toISOString(), row.id], descending }),
}

function beyond(key: RawBuilder<unknown>, [value, id]: (string | number | null)[], descending: boolean): RawBuilder<boolean> {
  return descending ? sql`(${key}, p.id) < (${value}, ${id}::uuid)` : sql`(${key}, p.id) > (${value}, ${id}::uuid)`
}
