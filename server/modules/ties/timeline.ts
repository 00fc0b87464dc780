import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { decodeCursor, type Page, type Paging, toPage } from '../../kernel/paging.ts'
import { readAliases } from '../parties/index.ts'
import { allow, may } from '../people/index.ts'
import { concerns, type InteractionRow, readInteractions, toInteraction } from './interactions.ts'
import type { TimelineItem } from './schema.ts'

type EventRow = {
  id: string
  at: Date
  type: string
  actor_kind: string
  actor_id: string | null
  subject_id: string | null
  payload: Record<string, unknown>
}

/**
 * What happened with a party, the latest first: the events about it and its ties, and the interactions with their texts. For coordinators,
 * and for members of the party itself.
 */
export async function readTimeline(ctx: Ctx, partyId: string, { limit, cursor }: Paging): Promise<Page<TimelineItem>> {
  const aliases = await readAliases(ctx)
  const members = aliases.membersOf(partyId)
  allow(ctx, 'events.read', members)
  const position = cursor === undefined ? undefined : decodeCursor(cursor, 2)
  const before = (table: string) =>
    position ? sql`(${sql.ref(`${table}.at`)}, ${sql.ref(`${table}.id`)}) < (${position[0]}::timestamptz, ${position[1]}::uuid)` : sql`true`
  const { rows: events } = await sql<EventRow>`
    select e.id, e.at, e.type, e.actor_kind, e.actor_id, e.subject_id, e.payload from events e
    where e.ecosystem_id = ${ctx.ecosystemId} and ${before('e')} and e.type <> 'interaction.recorded' and e.subject_id in (
      select unnest(${members}::uuid[]) union all
      select t.id from ties t where t.ecosystem_id = ${ctx.ecosystemId} and (t.from_id = any (${members}) or t.to_id = any (${members})))
    order by e.at desc, e.id desc limit ${limit + 1}`.execute(ctx.db)
  const interactions = may(ctx, 'interactions.read', members)
    ? await sql<InteractionRow>`
        select i.* from ${readInteractions(ctx, sql`${concerns(members)} and ${before('i')}`)} i
        order by i.at desc, i.id desc limit ${limit + 1}`.execute(ctx.db)
    : { rows: [] }
  const items = [...events.map(fromEvent), ...interactions.rows.map(fromInteraction)].sort(latestFirst)
  return toPage(items, limit, ({ at, id }) => [at, id])
}

function fromEvent(row: EventRow): TimelineItem {
  return {
    id: row.id,
    at: row.at.toISOString(),
    type: row.type,
    actor: row.actor_id === null ? row.actor_kind : `${row.actor_kind}:${row.actor_id}`,
    subjectId: row.subject_id,
    payload: row.payload,
    interaction: null,
  }
}

function fromInteraction(row: InteractionRow): TimelineItem {
  const interaction = toInteraction(row)
  return { id: row.id, at: interaction.at, type: 'interaction', actor: row.author, subjectId: row.party_id, payload: {}, interaction }
}

function latestFirst(one: TimelineItem, other: TimelineItem): number {
  if (one.at !== other.at) return one.at < other.at ? 1 : -1
  return one.id < other.id ? 1 : -1
}
