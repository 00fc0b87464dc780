import { sql } from 'kysely'
import { type Ctx, transaction } from '../../../kernel/ctx.ts'
import { openEntrance } from '../../../kernel/entrances.ts'
import { MAP_KIND } from '../publication.ts'
import { type Content, readContent } from './content.ts'

/** A finished answer, in the forms it travels in. */
export type Page = { status: number; headers: Record<string, string>; body: Buffer; gzip?: Buffer; brotli?: Buffer; etag: string }

export type Known = { content: Content; pages: Map<string, Page>; bytes: number }

type Door = Pick<Ctx, 'db' | 'now'>
type Slot = Known & {
  entranceId: string
  ecosystemId: string
  /** From here on the events are counted. */
  since: string
  events: number
}

const SITES_MAX = 50
const PAGES_MAX = 500
const BYTES_MAX = 32_000_000
/**
 * A transaction may commit an event whose id is as old as the transaction. None lasts this long: jobs are given up after a quarter of an
 * hour, and events are written at the end of what they tell of.
 */
const LATE_MS = 3_600_000

/**
 * Keeps finished pages in memory and never shows one that is older than the question: before each answer the database is asked whether
 * the map is still open and whether anything was written to the log of its ecosystem since. Every change writes there in its own
 * transaction, whichever process makes it, so there is nothing to be told and nothing to be missed. Questions that come while one is
 * under way share the next one.
 */
export function createSiteCache(door: Door) {
  const slots = new Map<string, Slot>()
  const questions = new Map<string, () => Promise<Known>>()
  const ask = async (slug: string): Promise<Known> => {
    const slot = slots.get(slug)
    if (slot && (await isFresh(door, slot))) return slot
    slots.delete(slug)
    const fresh = await load(door, slug)
    slots.set(slug, fresh)
    if (slots.size > SITES_MAX) slots.delete(slots.keys().next().value as string)
    return fresh
  }
  /** What is public under this address, at this moment. Errors of openEntrance. */
  return async (slug: string): Promise<Known> => {
    let question = questions.get(slug)
    if (!question) {
      question = shared(() => ask(slug), () => questions.delete(slug)) // biome-ignore format: one line reads better
      questions.set(slug, question)
    }
    return await question()
  }
}

/** Keeps a page, and forgets the oldest where there are too many or they are too large. */
export function keep(known: Known, path: string, page: Page): void {
  const size = sizeOf(page)
  while (known.pages.size > 0 && (known.pages.size >= PAGES_MAX || known.bytes + size > BYTES_MAX)) {
    const [oldest, other] = known.pages.entries().next().value!
    known.pages.delete(oldest)
    known.bytes -= sizeOf(other)
  }
  known.pages.set(path, page)
  known.bytes += size
}

function sizeOf({ body, gzip, brotli }: Page): number {
  return body.length + (gzip?.length ?? 0) + (brotli?.length ?? 0)
}

async function isFresh(door: Door, { ecosystemId, entranceId, since, events }: Slot): Promise<boolean> {
  return await inEcosystem(door, ecosystemId, async ({ db }) => {
    const { rows } = await sql<{ events: number; open: boolean }>`
      select (select count(*)::int from events where ecosystem_id = ${ecosystemId} and id >= ${since}::uuid) as events,
        exists (select from entrances where id = ${entranceId} and revoked_at is null) as open`.execute(db)
    return rows[0]!.open && rows[0]!.events === events
  })
}

async function load(door: Door, slug: string): Promise<Slot> {
  const entrance = await openEntrance(door, MAP_KIND, slug)
  const ecosystemId = entrance.target
  const since = firstIdAt(Date.now() - LATE_MS)
  return await inEcosystem(door, ecosystemId, async (ctx) => {
    // counted before anything is read: what is written in between makes this one stale, never too new
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from events where ecosystem_id = ${ecosystemId} and id >= ${since}::uuid`.execute(ctx.db)
    const content = await readContent(ctx, slug)
    return { entranceId: entrance.id, ecosystemId, since, events: rows[0]!.n, content, pages: new Map(), bytes: 0 }
  })
}

function inEcosystem<T>(door: Door, ecosystemId: string, work: Parameters<typeof transaction<T>>[1]): Promise<T> {
  return transaction({ ...door, actor: { kind: 'system' }, ecosystemId }, work)
}

/** The smallest UUIDv7 of a moment. */
function firstIdAt(ms: number): string {
  const time = ms.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}

/** One at a time: whoever asks while an answer is under way gets the next one, which begins after they asked. */
function shared<T>(work: () => Promise<T>, whenIdle: () => void): () => Promise<T> {
  let current: Promise<unknown> | undefined
  let next: Promise<T> | undefined
  const begin = async (): Promise<T> => {
    await current?.catch(() => undefined)
    const turn = next
    next = undefined
    current = turn
    try {
      return await work()
    } finally {
      if (current === turn && next === undefined) whenIdle()
    }
  }
  return () => {
    next ??= begin()
    return next
  }
}
