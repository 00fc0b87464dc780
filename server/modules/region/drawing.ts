import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import type pg from 'pg'
import { type Ctx, frozen, type Tx, transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { enqueue, type Jobs, type Schedule } from '../../kernel/jobs.ts'
import { threadDatabase } from '../../kernel/threads.ts'
import { countPartiesUpTo } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { readGraphVersion } from '../ties/index.ts'
import { type Drawn, draw } from './draw.ts'
import type { Picture } from './picture.ts'

/** What the thread is given. */
export type Order = { database: pg.PoolConfig; ecosystemId: string; at: string }

const JOB = 'region.draw'
const FOLLOW = 'region.follow'
/** What the network view draws. A larger map is drawn without being asked for, so that nobody waits minutes for it. */
const LARGE_FROM = 20_000
/** From the first change on, so that one who writes on is drawn once. */
const WAIT_SECONDS = 2
/** Parties up to which drawing takes less than starting a thread. */
const HERE_MAX = 500
const LIMIT_MS = 840_000
const MEMORY_MAX_MB = 4_096
/** The latest, and the one somebody may still be looking at. */
const KEPT = 2

/** Asks for a picture of today's map, where the latest is not that. Answers whether one is on its way. */
export async function askForPicture(tx: Tx): Promise<{ isDrawing: boolean }> {
  allow(tx, 'parties.read')
  if (await isCurrent(tx)) return { isDrawing: false }
  await enqueue(tx, JOB, {})
  return { isDrawing: true }
}

export const jobs: Jobs = {
  [JOB]: { latest: (ctx) => drawPicture(ctx), afterSeconds: WAIT_SECONDS },
  [FOLLOW]: (ctx) => followChanges(ctx),
}
export const schedule: Schedule = { [FOLLOW]: '*/10 * * * *' }

/** Asks for a picture of every large map that has changed since its last one. */
export async function followChanges({ db, now }: Ctx, largeFrom = LARGE_FROM): Promise<void> {
  const { rows } = await sql<{ ecosystem_id: string }>`select distinct ecosystem_id from auth.memberships`.execute(db)
  for (const { ecosystem_id: ecosystemId } of rows) {
    await transaction({ db, now, ecosystemId, actor: { kind: 'system' } }, async (tx) => {
      if ((await countPartiesUpTo(tx, largeFrom + 1)) > largeFrom) await askForPicture(tx)
    })
  }
}

/** Draws the map of now and keeps the picture, unless there is one of this state already. A large map is read and drawn in a thread of its own. */
export async function drawPicture(ctx: Ctx, hereMax = HERE_MAX): Promise<void> {
  const { isDrawn, isSmall } = await frozen(ctx, async (tx) => ({
    isDrawn: await isCurrent(tx),
    isSmall: (await countPartiesUpTo(tx, hereMax + 1)) <= hereMax,
  }))
  if (isDrawn) return
  // from before it is read: what changes while it is drawn is not in it
  const at = ctx.now()
  const { version, picture } = isSmall ? await draw(ctx) : await drawInThread(ctx)
  await transaction(ctx, (tx) => keepPicture(tx, picture, { version, at }))
}

async function drawInThread(ctx: Ctx): Promise<Drawn> {
  const order: Order = { database: threadDatabase(), ecosystemId: ctx.ecosystemId, at: ctx.now().toISOString() }
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MAX_MB },
  })
  const timer = setTimeout(() => void worker.terminate(), LIMIT_MS)
  try {
    return await new Promise<Drawn>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', (code) => reject(new Error(`The thread that draws the region ended with ${code}.`)))
    })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}

async function isCurrent(tx: Tx): Promise<boolean> {
  const latest = await tx.db
    .selectFrom('region_pictures')
    .select('graph_version')
    .where('ecosystem_id', '=', tx.ecosystemId)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return latest !== undefined && Number(latest.graph_version) === (await readGraphVersion(tx))
}

/** Keeps a picture, and forgets the ones before the last. */
async function keepPicture(
  tx: Tx,
  { parties, ties, outline, areas }: Picture,
  { version, at }: { version: number; at: Date },
): Promise<string> {
  const { ecosystemId } = tx
  const id = newId()
  await tx.db
    .insertInto('region_pictures')
    .values({
      ecosystem_id: ecosystemId,
      id,
      graph_version: BigInt(version),
      made_at: at,
      parties,
      ties,
      outline: JSON.stringify(outline),
    })
    .execute()
  for (const [area, piece] of areas.entries()) {
    await tx.db
      .insertInto('region_areas')
      .values({
        ecosystem_id: ecosystemId,
        picture_id: id,
        area,
        first_party: piece.firstParty,
        parties: piece.parties,
        ids: Buffer.from(piece.ids),
        points: Buffer.from(piece.points),
        tie_starts: Buffer.from(piece.tieStarts),
        tie_ends: Buffer.from(piece.tieEnds),
      })
      .execute()
  }
  await sql`
    delete from region_pictures where ecosystem_id = ${ecosystemId} and id in (
      select id from region_pictures where ecosystem_id = ${ecosystemId} order by made_at desc, id desc offset ${KEPT})`.execute(tx.db)
  return id
}
