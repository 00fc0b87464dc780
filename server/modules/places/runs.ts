import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { enqueue } from '../../kernel/jobs.ts'
import { countPlaced, listUnplaced, type PartyAddress, type Placement, placeParties, takeBackPlaces } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { findConsent, mayAsk, mustHaveGeocoder } from './consents.ts'
import type { TownAnswer } from './gazetteer.ts'
import { findGeocoder, nameOfService } from './geocoder.ts'
import { isAskable } from './rules.ts'
import type { PlaceRun, Places, Tables, Town, TownName, TownSearch, TownSearchResult } from './schema.ts'
import { lookUpTowns } from './towns.ts'

export type RunRow = Selectable<Tables['place_runs']>

/** Sources whose approximate places give way to a better one. What a person or a file stated never does. */
export const LOOKED_UP = ['geonames', 'geocoder'] as const
const PARTIES_MAX = 20_000
const LISTED_MAX = 100

/** How many have a place, who could find more, and how far the latest search is. */
export async function getPlaces(ctx: Ctx): Promise<Places> {
  allow(ctx, 'places.write')
  const geocoder = findGeocoder()
  const consent = await findConsent(ctx)
  const run = await ctx.db
    .selectFrom('place_runs')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const service = geocoder && nameOfService(geocoder)
  const holds = consent !== undefined && consent.service === service
  return {
    ...(await countPlaced(ctx)),
    geocoder:
      service === undefined
        ? null
        : {
            service,
            waiting: (await listAskable(ctx)).length,
            consent: holds ? { by: consent.given_by, at: consent.given_at.toISOString() } : null,
          },
    run: run ? show(run) : null,
  }
}

/** Places parties by the town in their address, as far as the town is certain. Says which have to be asked, and which the table does not know. */
export async function findByTown(tx: Tx, { choices }: TownSearch): Promise<TownSearchResult> {
  allow(tx, 'places.write')
  const parties = await listUnplaced(tx, { over: [], limit: PARTIES_MAX })
  const groups = Map.groupBy(
    parties.filter(({ city }) => city !== null),
    (party) => JSON.stringify(townNameOf(party)),
  )
  const names = [...groups.values()].map(([party]) => townNameOf(party!))
  const answers = await lookUpTowns(names)
  const id = await startRun(tx, 'geonames', [...groups.values()].flat().length)
  const chosen = new Map(choices.map(({ name, ...place }) => [JSON.stringify(orderOf(name)), place]))
  const placements: Placement[] = []
  const result: Omit<TownSearchResult, 'run'> = { questions: [], unknown: [] }
  let nothing = 0
  for (const [index, [key, members]] of [...groups].entries()) {
    const [name, answer] = [names[index]!, answers[index]!]
    const town = townOf(answer, chosen.get(key))
    if (town) placements.push(...members.map((party) => placementOf(party, town)))
    else if (answer.kind === 'ask') result.questions.push({ name, parties: members.length, towns: answer.towns, total: answer.total })
    else {
      nothing += members.length
      result.unknown.push({ name, parties: members.length })
    }
  }
  const placed = await placeParties(tx, placements, sourceOfRun({ kind: 'geonames', id }))
  const run = await endRun(tx, id, 'done', { placed: placed.length, nothing, skipped: placements.length - placed.length })
  const most = <T extends { parties: number }>(list: T[]) => list.sort((a, b) => b.parties - a.parties).slice(0, LISTED_MAX)
  return { run: show(run), questions: most(result.questions), unknown: most(result.unknown) }
}

/** Has the geocoder asked for every address without a place, one after the other. Throws conflict without consent or while a search is under way. */
export async function startGeocoding(tx: Tx): Promise<PlaceRun> {
  allow(tx, 'places.write')
  mustHaveGeocoder()
  if (!(await mayAsk(tx))) {
    throw new DomainError(
      'conflict',
      'geocoder_not_allowed',
      'No owner has agreed yet that addresses are sent to this service. Nothing was sent.',
    )
  }
  await tx.db.deleteFrom('geocoder_answers').where('ecosystem_id', '=', tx.ecosystemId).where('expires_at', '<=', tx.now()).execute()
  const parties = await listAskable(tx)
  const id = await startRun(tx, 'geocoder', parties.length)
  await sql`
    insert into place_run_parties (ecosystem_id, run_id, party_id)
    select ${tx.ecosystemId}, ${id}, party_id from unnest(${parties.map((party) => party.id)}::uuid[]) as party_id`.execute(tx.db)
  await emit(tx, 'places.search_started', id, { kind: 'geocoder', total: parties.length })
  await enqueue(tx, 'places.geocode', { runId: id, turn: 1 })
  return show(await lockRun(tx, id))
}

/** Stops a search. What it placed until now stays and can be taken back. */
export async function cancelRun(tx: Tx, id: string): Promise<PlaceRun> {
  allow(tx, 'places.write')
  const row = await lockRun(tx, id)
  if (row.state !== 'working')
    throw new DomainError('conflict', 'places_run_ended', 'This search has ended already. It can be taken back instead.')
  return show(await endRun(tx, id, 'cancelled'))
}

/** Takes back what a search placed, except where somebody said better since. Throws conflict while it is under way. */
export async function takeBackRun(tx: Tx, id: string): Promise<PlaceRun> {
  allow(tx, 'places.write')
  const row = await lockRun(tx, id)
  if (row.state === 'working') throw new DomainError('conflict', 'places_run_working', 'This search is under way. Please stop it first.')
  if (row.state === 'undone') return show(row)
  const restored = await takeBackPlaces(tx, sourceOfRun(row))
  await emit(tx, 'places.taken_back', id, { restored })
  return show(await change(tx, id, { state: 'undone' }))
}

/** Ends a run and drops the list of whom it still had to ask for. */
export async function endRun(tx: Tx, id: string, state: 'done' | 'cancelled' | 'stopped', values: Partial<RunRow> = {}): Promise<RunRow> {
  await tx.db.deleteFrom('place_run_parties').where('ecosystem_id', '=', tx.ecosystemId).where('run_id', '=', id).execute()
  const row = await change(tx, id, { ...values, state, ended_at: tx.now() })
  await emit(tx, 'places.search_ended', id, { kind: row.kind, placed: row.placed })
  return row
}

export async function change(tx: Tx, id: string, values: Partial<RunRow>): Promise<RunRow> {
  const row = await tx.db
    .updateTable('place_runs')
    .set(values)
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  return found(row, 'place_run')
}

export async function lockRun(tx: Tx, id: string): Promise<RunRow> {
  const row = await tx.db
    .selectFrom('place_runs')
    .selectAll()
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return found(row, 'place_run')
}

/** How the facts a run stated name their source. */
export function sourceOfRun({ kind, id }: Pick<RunRow, 'kind' | 'id'>): string {
  return `${kind}:${id}`
}

async function startRun(tx: Tx, kind: RunRow['kind'], total: number): Promise<string> {
  const id = newId()
  const row = {
    ecosystem_id: tx.ecosystemId,
    id,
    kind,
    state: 'working' as const,
    total,
    created_by: sourceOf(tx.actor),
    created_at: tx.now(),
  }
  const made = await tx.db
    .insertInto('place_runs')
    .values(row)
    .onConflict((conflict) => conflict.columns(['ecosystem_id']).where('state', '=', 'working').doNothing())
    .executeTakeFirst()
  if (made.numInsertedOrUpdatedRows === 1n) return id
  throw new DomainError('conflict', 'places_run_working', 'A search is under way already. Please wait for it, or stop it first.')
}

async function listAskable(ctx: Ctx | Tx): Promise<PartyAddress[]> {
  return (await listUnplaced(ctx, { over: LOOKED_UP, limit: PARTIES_MAX })).filter(isAskable)
}

function townNameOf({ postalCode, city, region, country }: PartyAddress): TownName {
  return { postalCode, city: city ?? '', region, country }
}

function orderOf({ postalCode, city, region, country }: TownName): TownName {
  return { postalCode, city, region, country }
}

/** The town that is certain, or the one of those asked for that was chosen. */
function townOf(answer: TownAnswer, choice: { latitude: number; longitude: number } | undefined): Town | undefined {
  if (answer.kind === 'found') return answer.town
  if (answer.kind !== 'ask' || choice === undefined) return undefined
  return answer.towns.find(({ latitude, longitude }) => latitude === choice.latitude && longitude === choice.longitude)
}

function placementOf(party: PartyAddress, { latitude, longitude }: Town): Placement {
  return { ...party, latitude, longitude, isApproximate: true }
}

function show(row: RunRow): PlaceRun {
  const { id, kind, state, problem, total, placed, nothing, refused, failed, skipped } = row
  const at = { createdAt: row.created_at.toISOString(), endedAt: row.ended_at?.toISOString() ?? null }
  return { id, kind, state, problem, total, placed, nothing, refused, failed, skipped, ...at }
}
