import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { addressOf } from '../../kernel/address.ts'
import { type Actor, type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { createEntrance, openEntrance, revokeEntrances } from '../../kernel/entrances.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import type { JobHandler } from '../../kernel/jobs.ts'
import { readIdsOf } from '../parties/index.ts'
import { allow, readMembers } from '../people/index.ts'
import { listTasks } from '../tasks/index.ts'
import { type CalendarTask, feedFile } from './ics.ts'
import { calendarMeeting, readEcosystem } from './invitations.ts'
import { type MeetingRow, visible } from './reading.ts'

const FEED_KIND = 'calendar_feed'
const FEED_YEARS = 5
const ENTRIES_MAX = 2000
const TASKS_PER_PAGE = 200
const YEAR_MS = 366 * 24 * 3_600_000

type Door = Pick<Ctx, 'db' | 'now'>

/** Since when the person has a feed here; null for none. */
export async function getFeed(ctx: Ctx): Promise<{ since: string | null }> {
  allow(ctx, 'calendar_feed.write')
  const row = await findFeed(ctx, selfOf(ctx))
  return { since: row?.created_at.toISOString() ?? null }
}

/** Makes the address of a feed and answers it, once; one that was there before ends. */
export async function makeFeed(tx: Tx): Promise<{ since: string; url: string; webcal: string }> {
  allow(tx, 'calendar_feed.write')
  const personId = selfOf(tx)
  await endFeedOf(tx, personId)
  const id = newId()
  await tx.db.insertInto('calendar_feeds').values({ ecosystem_id: tx.ecosystemId, id, person_id: personId, created_at: tx.now() }).execute()
  const expiresAt = new Date(tx.now().getTime() + FEED_YEARS * YEAR_MS)
  const { key } = await createEntrance(tx, { kind: FEED_KIND, ecosystemId: tx.ecosystemId, target: id, scope: {}, expiresAt })
  await emit(tx, 'calendar_feed.made', id, { feedId: id })
  const url = addressOf(`/calendar/${key}.ics`)
  return { since: tx.now().toISOString(), url, webcal: url.replace(/^https?:/, 'webcal:') }
}

/** Ends the feed: whoever has its address reads nothing more. */
export async function endFeed(tx: Tx): Promise<{ since: null }> {
  allow(tx, 'calendar_feed.write')
  await endFeedOf(tx, selfOf(tx))
  return { since: null }
}

/** The job after somebody lost access: should they come back one day, the old address stays closed. */
export const endFeeds: JobHandler = (ctx, payload) => transaction(ctx, (tx) => endFeedOf(tx, String(payload.personId)))

export async function endFeedOf(tx: Tx, personId: string): Promise<void> {
  const feed = await findFeed(tx, personId)
  if (!feed) return
  await tx.db
    .updateTable('calendar_feeds')
    .set({ ended_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', feed.id)
    .execute()
  await revokeEntrances(tx, FEED_KIND, feed.id)
  await emit(tx, 'calendar_feed.ended', feed.id, { feedId: feed.id })
}

/** What a calendar program reads: as much as the person may see at this moment. Undefined for an address that leads nowhere, for whatever reason. */
export async function readFeed(door: Door, key: string): Promise<{ content: string; etag: string } | undefined> {
  try {
    const { ecosystemId, target } = await openEntrance(door, FEED_KIND, key)
    if (ecosystemId === null) return undefined
    const system: Ctx = { ...door, actor: { kind: 'system' }, ecosystemId }
    const actor = await actorOfFeed(system, target)
    if (!actor) return undefined
    const content = await transaction({ ...system, actor }, writeFeed)
    return { content, etag: `"${createHash('sha256').update(content).digest('base64url')}"` }
  } catch (error) {
    if (error instanceof DomainError && ['not_found', 'gone', 'forbidden'].includes(error.kind)) return undefined
    throw error
  }
}

/** Whoever the feed belongs to, with the role and the organisation they have now. */
async function actorOfFeed(system: Ctx, feedId: string): Promise<Actor | undefined> {
  const member = await transaction(system, async (tx) => {
    const feed = await tx.db
      .selectFrom('calendar_feeds')
      .select('person_id')
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('id', '=', feedId)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
    return feed && (await readMembers(tx, [feed.person_id])).get(feed.person_id)
  })
  if (!member) return undefined
  const partyIds = member.partyId === null ? [] : await readIdsOf(system, member.partyId)
  return { kind: 'person', personId: member.personId, role: member.role, partyIds }
}

async function writeFeed(tx: Tx): Promise<string> {
  allow(tx, 'calendar_feed.write')
  const { name } = await readEcosystem(tx)
  const since = new Date(tx.now().getTime() - YEAR_MS)
  // the latest first, so that what is left out of too many is what is longest over
  const { rows: meetings } = await sql<MeetingRow>`
    select m.* from meetings m
    where m.ecosystem_id = ${tx.ecosystemId} and m.ends_at > ${since} and m.cancelled_at is null and ${visible(tx)}
    order by m.starts_at desc, m.id limit ${ENTRIES_MAX}`.execute(tx.db)
  const tasks = await readOwnTasks(tx, since.toISOString().slice(0, 10), ENTRIES_MAX - meetings.length)
  const link = (id: string) => addressOf(`/app/${tx.ecosystemId}/calendar/${id}`)
  return feedFile(
    name,
    meetings.map((meeting) => calendarMeeting(meeting, link(meeting.id))),
    tasks,
  )
}

async function readOwnTasks(tx: Tx, since: string, limit: number): Promise<CalendarTask[]> {
  const tasks: CalendarTask[] = []
  let cursor: string | null | undefined
  while (cursor !== null && tasks.length < limit) {
    const page = await listTasks(tx, { owner: 'me', state: 'open', limit: TASKS_PER_PAGE, ...(cursor === undefined ? {} : { cursor }) })
    for (const { id, title, due, updatedAt, partyName } of page.items) {
      if (due === null || due < since) continue
      const link = addressOf(`/app/${tx.ecosystemId}/tasks?task=${id}`)
      tasks.push({ id, title, due, updatedAt: new Date(updatedAt), link, ...(partyName === null ? {} : { description: partyName }) })
    }
    // those without a day come last, and no calendar shows them
    cursor = page.items.at(-1)?.due == null ? null : page.nextCursor
  }
  return tasks.slice(0, limit)
}

async function findFeed(ctx: Ctx, personId: string): Promise<{ id: string; created_at: Date } | undefined> {
  return await ctx.db
    .selectFrom('calendar_feeds')
    .select(['id', 'created_at'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
}

function selfOf({ actor }: Ctx): string {
  if (actor.kind === 'person') return actor.personId
  throw new DomainError('forbidden', 'forbidden', 'A calendar feed is for a person who is signed in.')
}
