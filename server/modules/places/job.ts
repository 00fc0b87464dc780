import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Tx, transaction } from '../../kernel/ctx.ts'
import type { Db } from '../../kernel/db.ts'
import { enqueue, type JobHandler } from '../../kernel/jobs.ts'
import { listUnplaced, type PartyAddress, placeParties } from '../parties/index.ts'
import { mayAsk } from './consents.ts'
import { askGeocoder, findGeocoder, type Geocoder, nameOfService, type Reply, takeTurn } from './geocoder.ts'
import { addressKey, isAskable } from './rules.ts'
import { change, endRun, LOOKED_UP, lockRun, type RunRow, sourceOfRun } from './runs.ts'

const DAY_MS = 86_400_000
/** A job works so long and then lets others in: the searches of all ecosystems share one service. */
const SLICE_MS = 4_000
const ATTEMPTS_MAX = 3
/** Tries without an answer, one after the other, after which the service counts as down. */
const FAILURES_MAX = 5
const PAUSE_SECONDS = 2
/** Whoever is told to come again later than this is told so, instead of waiting. */
const WAIT_SECONDS_MAX = 600
const KEPT_DAYS = { found: 180, nothing: 30, refused: 30, failed: 1 }

type Outcome = Reply['kind']
type Step = { do: 'ask'; party: PartyAddress; geocoder: Geocoder } | { do: 'go_on' } | { do: 'end' }

/**
 * Asks for a few addresses of a run and enqueues itself for the rest. Every answer is kept and placed before the next address is asked for,
 * so a kill loses at most the one that was on its way. `turn` makes sure that only one job works for a run.
 */
export const geocode: JobHandler = async (ctx, payload) => {
  const [runId, turn] = [String(payload.runId), Number(payload.turn)]
  const until = performance.now() + SLICE_MS
  while (performance.now() < until) {
    const step = await transaction(ctx, (tx) => nextStep(tx, runId, turn))
    if (step.do === 'end') return
    if (step.do === 'go_on') continue
    await takeTurn(step.geocoder)
    // the consent may have ended while this waited for its turn
    if (!(await transaction(ctx, mayAsk))) continue
    const reply = await askGeocoder(step.geocoder, step.party)
    const waitSeconds = await transaction(ctx, (tx) => keepReply(tx, runId, step.party, step.geocoder, reply))
    if (waitSeconds > 0) return await transaction(ctx, (tx) => passOn(tx, runId, turn, waitSeconds))
  }
  await transaction(ctx, (tx) => passOn(tx, runId, turn, 0))
}

/** Goes on with the searches that were under way when the program ended. A job left over from then carries an older turn. */
export async function resumeGeocoding(db: Db, now: () => Date): Promise<void> {
  const { rows } = await sql<{ ecosystem_id: string }>`select distinct ecosystem_id from auth.memberships`.execute(db)
  for (const { ecosystem_id: ecosystemId } of rows) {
    await transaction({ db, actor: { kind: 'system' }, ecosystemId, now }, async (tx) => {
      const run = await tx.db
        .selectFrom('place_runs')
        .selectAll()
        .where('ecosystem_id', '=', ecosystemId)
        .where('state', '=', 'working')
        .executeTakeFirst()
      if (run) await passOn(tx, run.id, run.turn, 0)
    })
  }
}

/** What to do next: ask, go on after an answer that was known, or end. Counts a try before it is made, so that none is forgotten. */
async function nextStep(tx: Tx, runId: string, turn: number): Promise<Step> {
  const run = await lockRun(tx, runId)
  if (run.state !== 'working' || run.turn !== turn) return { do: 'end' }
  const geocoder = findGeocoder()
  if (!geocoder || !(await mayAsk(tx))) {
    await endRun(tx, runId, 'stopped', { problem: 'geocoder_not_allowed' })
    return { do: 'end' }
  }
  const next = await selectWaiting(tx, runId).orderBy('party_id').limit(1).executeTakeFirst()
  if (next === undefined) {
    await endRun(tx, runId, 'done')
    return { do: 'end' }
  }
  const [party] = await listUnplaced(tx, { over: LOOKED_UP, ids: [next.party_id], limit: 1 })
  if (party === undefined || !isAskable(party)) return await close(tx, run, next.party_id, 'skipped')
  const known = await findAnswer(tx, run, hashOf(party, geocoder))
  if (known) {
    const { outcome, latitude, longitude, is_approximate: isApproximate } = known
    const isPlaced = outcome === 'found' && (await place(tx, run, party, latitude!, longitude!, isApproximate!))
    return await close(tx, run, party.id, outcome !== 'found' ? outcome : isPlaced ? 'placed' : 'skipped')
  }
  await tx.db
    .updateTable('place_run_parties')
    .set({ attempts: next.attempts + 1 })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('run_id', '=', runId)
    .where('party_id', '=', party.id)
    .execute()
  return { do: 'ask', party, geocoder }
}

/** Keeps what was answered, places, and counts. Answers how many seconds to wait before the next try, 0 for none. */
async function keepReply(tx: Tx, runId: string, party: PartyAddress, geocoder: Geocoder, reply: Reply): Promise<number> {
  const run = await lockRun(tx, runId)
  const isAnswer = reply.kind !== 'failed' && !(reply.kind === 'refused' && reply.why === 'unreadable')
  const waiting = await selectWaiting(tx, runId).where('party_id', '=', party.id).executeTakeFirst()
  const mayTryAgain = reply.kind === 'failed' && (waiting?.attempts ?? ATTEMPTS_MAX) < ATTEMPTS_MAX
  if (!mayTryAgain) await keepAnswer(tx, run, hashOf(party, geocoder), reply, isAnswer)
  // whoever stopped the search meanwhile wants nothing more placed; what was answered is kept for the next time
  if (run.state !== 'working' || waiting === undefined) return 0
  const failures = isAnswer ? 0 : run.failures + 1
  const counted = await change(tx, runId, { failures })
  if (!mayTryAgain) {
    const isPlaced = reply.kind === 'found' && (await place(tx, run, party, reply.latitude, reply.longitude, reply.isApproximate))
    await close(tx, counted, party.id, reply.kind !== 'found' ? reply.kind : isPlaced ? 'placed' : 'skipped')
  }
  const pause = (geocoder.pauseSeconds ?? PAUSE_SECONDS) * 2 ** Math.max(0, failures - 1)
  const wait = reply.kind === 'failed' ? (reply.afterSeconds ?? pause) : 0
  if (failures < FAILURES_MAX && wait <= WAIT_SECONDS_MAX) return wait
  await endRun(tx, runId, 'stopped', { problem: wait > WAIT_SECONDS_MAX ? 'geocoder_busy' : 'geocoder_down' })
  return 0
}

async function place(tx: Tx, run: RunRow, party: PartyAddress, latitude: number, longitude: number, isApproximate: boolean) {
  const placed = await placeParties(tx, [{ ...party, latitude, longitude, isApproximate }], sourceOfRun(run), LOOKED_UP)
  return placed.length > 0
}

/** Strikes a party off the list and counts how it went. */
async function close(tx: Tx, run: RunRow, partyId: string, as: 'placed' | 'skipped' | Exclude<Outcome, 'found'>): Promise<Step> {
  await tx.db
    .deleteFrom('place_run_parties')
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('run_id', '=', run.id)
    .where('party_id', '=', partyId)
    .execute()
  await change(tx, run.id, { [as]: run[as] + 1 })
  return { do: 'go_on' }
}

/** The rest of the work, for a job with the next turn. Does nothing when the run has ended or another job works for it. */
async function passOn(tx: Tx, runId: string, turn: number, afterSeconds: number): Promise<void> {
  const run = await lockRun(tx, runId)
  if (run.state !== 'working' || run.turn !== turn) return
  await change(tx, runId, { turn: turn + 1 })
  await enqueue(tx, 'places.geocode', { runId, turn: turn + 1 }, afterSeconds)
}

function selectWaiting(tx: Tx, runId: string) {
  return tx.db.selectFrom('place_run_parties').selectAll().where('ecosystem_id', '=', tx.ecosystemId).where('run_id', '=', runId)
}

async function findAnswer(tx: Tx, run: RunRow, hash: Buffer) {
  return await tx.db
    .selectFrom('geocoder_answers')
    .selectAll()
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('address_hash', '=', hash)
    .where('expires_at', '>', tx.now())
    .where((eb) => eb.or([eb('run_id', 'is', null), eb('run_id', '=', run.id)]))
    .executeTakeFirst()
}

async function keepAnswer(tx: Tx, run: RunRow, hash: Buffer, reply: Reply, isAnswer: boolean): Promise<void> {
  const at = tx.now()
  const found = reply.kind === 'found' ? reply : undefined
  const values = {
    outcome: reply.kind,
    latitude: found?.latitude ?? null,
    longitude: found?.longitude ?? null,
    is_approximate: found?.isApproximate ?? null,
    run_id: isAnswer ? null : run.id,
    at,
    expires_at: new Date(at.getTime() + KEPT_DAYS[reply.kind] * DAY_MS),
  }
  await tx.db
    .insertInto('geocoder_answers')
    .values({ ecosystem_id: tx.ecosystemId, address_hash: hash, ...values })
    .onConflict((conflict) => conflict.columns(['ecosystem_id', 'address_hash']).doUpdateSet(values))
    .execute()
}

/** Another service may know better, so it is a part of the question. */
function hashOf(party: PartyAddress, geocoder: Geocoder): Buffer {
  return createHash('sha256')
    .update(`${geocoder.style} ${nameOfService(geocoder)} ${addressKey(party)}`)
    .digest()
}
