import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { countParties, readAliases, readNames, readParties, selectPartyIds } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { readGraphVersion } from '../ties/index.ts'
import { idsIn, matchBits } from './matching.ts'
import { lastStart, POINTS_MAX, TIES_MAX } from './rules.ts'
import type { MatchesQuery, Members, MembersQuery, Outline, Region, TiesQuery } from './schema.ts'

/** The latest picture with the names of today, and how many parties there are today. */
export async function readRegion(ctx: Ctx): Promise<Region> {
  allowMap(ctx)
  const latest = await ctx.db
    .selectFrom('region_pictures')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const partiesNow = await countParties(ctx, {})
  if (!latest) return { partiesNow, picture: null }
  const { leaders, areas, communities, ...outline } = latest.outline
  const nameOf = await leaderNames(ctx, leaders)
  return {
    partiesNow,
    picture: {
      id: latest.id,
      madeAt: latest.made_at.toISOString(),
      isStale: Number(latest.graph_version) !== (await readGraphVersion(ctx)),
      parties: latest.parties,
      ties: latest.ties,
      ...outline,
      areas: { ...areas, name: leaders.areas.map(nameOf) },
      communities: { ...communities, name: leaders.communities.map(nameOf) },
    },
  }
}

/** Of each group the first of its leaders that is on the map today, under the name it has today. */
async function leaderNames(ctx: Ctx, { areas, communities }: Outline['leaders']): Promise<(ids: readonly string[]) => string | null> {
  const { targetOf } = await readAliases(ctx)
  const names = await readNames(ctx, [...new Set([...areas, ...communities].flat().map(targetOf))])
  return (ids) => {
    for (const id of ids) {
      const known = names.get(targetOf(id))
      if (known && known.endedAt === null) return known.name
    }
    return null
  }
}

/** Where the points of areas lie; of all areas where none is named, which large pictures refuse. */
export async function readPoints(ctx: Ctx, pictureId: string, areas: readonly number[] | undefined): Promise<Uint8Array> {
  const { parties } = await getPicture(ctx, pictureId)
  if (areas === undefined && parties > POINTS_MAX)
    throw new DomainError('invalid', 'region_too_large', `More than ${POINTS_MAX} points are not sent at once. Please name areas.`)
  const { rows } = await sql<{ area: number; parties: number; points: Buffer }>`
    select area, parties, points from region_areas
    where ecosystem_id = ${ctx.ecosystemId} and picture_id = ${pictureId} and ${areas ? sql`area = any (${areas})` : sql`true`}
    order by area`.execute(ctx.db)
  return joined(rows.flatMap(({ area, parties, points }) => [words([area, parties]), points, new Uint8Array(-points.length & 3)]))
}

/** Ties as pairs of places: among the members of communities, or all of one party. The best connected first, as many as can be drawn. */
export async function readTies(ctx: Ctx, pictureId: string, { community, party }: TiesQuery): Promise<Uint8Array> {
  const { outline, parties } = await getPicture(ctx, pictureId)
  const { firstParty } = outline.communities
  if (party !== undefined) {
    if (party >= parties) throw notThere()
    const { starts, ends } = await readRows(ctx, pictureId, outline, party, party + 1)
    return words([...ends.subarray(0, starts[1])].flatMap((end) => [party, end]))
  }
  const wanted = (community ?? []).filter((c) => c < firstParty.length)
  const stretches = wanted.map((c) => [firstParty[c]!, firstParty[c + 1] ?? parties] as const)
  const pairs: number[] = []
  for (const [from, to] of stretches) {
    const { starts, ends } = await readRows(ctx, pictureId, outline, from, to)
    for (let k = 0; k < to - from && pairs.length < 2 * TIES_MAX; k++)
      for (let s = starts[k]!; s < starts[k + 1]!; s++) {
        const end = ends[s]!
        // each once: from the end that stands first in the picture
        if (end > from + k && stretches.some(([first, last]) => end >= first && end < last)) pairs.push(from + k, end)
      }
  }
  return words(pairs.slice(0, 2 * TIES_MAX))
}

/** The ties of the parties from one place to another, all of one community: where those of each begin, and their other ends. */
async function readRows(ctx: Ctx, pictureId: string, outline: Outline, from: number, to: number) {
  const area = lastStart(outline.areas.firstCommunity, lastStart(outline.communities.firstParty, from))
  const inArea = sql`ecosystem_id = ${ctx.ecosystemId} and picture_id = ${pictureId} and area = ${area}`
  const { rows } = await sql<{ starts: Buffer }>`
    select substring(tie_starts from (${from}::int - first_party) * 4 + 1 for (${to - from}::int + 1) * 4) as starts
    from region_areas where ${inArea}`.execute(ctx.db)
  const all = integers(rows[0]!.starts)
  const [first, last] = [all[0]!, all.at(-1)!]
  const { rows: found } = await sql<{ ends: Buffer }>`
    select substring(tie_ends from ${first * 4}::int + 1 for ${(last - first) * 4}::int) as ends from region_areas where ${inArea}`.execute(
    ctx.db,
  )
  return { starts: all.map((start) => start - first), ends: integers(found[0]!.ends) }
}

/** Who stands in a stretch of the picture, by their names of today; without those who have left the map or were merged into another. */
export async function readMembers(ctx: Ctx, pictureId: string, { from, limit }: MembersQuery): Promise<Members> {
  const { parties } = await getPicture(ctx, pictureId)
  if (from >= parties) return { items: [] }
  const { rows } = await sql<{ ids: Buffer }>`
    select substring(ids from greatest(0, ${from}::int - first_party) * 16 + 1
      for (least(${from + limit}::int, first_party + parties) - greatest(${from}::int, first_party)) * 16) as ids
    from region_areas where ecosystem_id = ${ctx.ecosystemId} and picture_id = ${pictureId}
      and first_party < ${from + limit} and first_party + parties > ${from}
    order by area`.execute(ctx.db)
  const ids = rows.flatMap((row) => idsIn(row.ids))
  const known = new Map((await readParties(ctx, ids)).map((party) => [party.id, party]))
  return {
    items: ids.flatMap((id, k) => {
      const party = known.get(id)
      return party ? [{ place: from + k, id, name: party.name, kinds: party.kinds, city: party.city }] : []
    }),
  }
}

/** Where a party, or the one it was merged into, stands in the picture; null when it is not in it. */
export async function findPlace(ctx: Ctx, pictureId: string, partyId: string): Promise<{ place: number | null }> {
  await getPicture(ctx, pictureId)
  const { targetOf } = await readAliases(ctx)
  const id = Buffer.from(targetOf(partyId).replaceAll('-', ''), 'hex')
  const { rows } = await sql<{ place: number }>`
    select first_party + (position(${id}::bytea in ids) - 1) / 16 as place from region_areas
    where ecosystem_id = ${ctx.ecosystemId} and picture_id = ${pictureId} and position(${id}::bytea in ids) % 16 = 1
    order by area limit 1`.execute(ctx.db)
  return { place: rows[0]?.place ?? null }
}

/**
 * Which points the filter finds today, a bit each, after two counts: how many parties it finds on the map, and how many of these are in the picture.
 * Without a filter these are all that are still on the map.
 */
export async function readMatches(ctx: Ctx, pictureId: string, filter: MatchesQuery): Promise<Uint8Array> {
  const { parties } = await getPicture(ctx, pictureId)
  const found = await countParties(ctx, filter)
  const { rows: matching } = await sql<{ ids: Buffer | null }>`
    select string_agg(uuid_send(m.id), ''::bytea) as ids from ${selectPartyIds(ctx, filter)} m`.execute(ctx.db)
  const { rows: areas } = await sql<{ first: number; ids: Buffer }>`
    select first_party as first, ids from region_areas where ecosystem_id = ${ctx.ecosystemId} and picture_id = ${pictureId} order by area`.execute(
    ctx.db,
  )
  const { bits, count } = matchBits(matching[0]!.ids ?? Buffer.alloc(0), areas, parties)
  return joined([words([found, count]), bits])
}

async function getPicture(ctx: Ctx, id: string): Promise<{ parties: number; outline: Outline }> {
  allowMap(ctx)
  const row = await ctx.db
    .selectFrom('region_pictures')
    .select(['parties', 'outline'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new DomainError('not_found', 'picture_not_found', 'There is a newer picture of the region. Please open it again.')
  return row
}

function allowMap(ctx: Ctx): void {
  allow(ctx, 'parties.read')
  allow(ctx, 'ties.read')
}

function notThere(): DomainError {
  return new DomainError('not_found', 'not_in_picture', 'There is nobody at this place of the picture.')
}

/** As 32 bits each, the lowest first. */
function words(numbers: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(numbers.length * 4))
  for (let k = 0; k < numbers.length; k++) view.setUint32(k * 4, numbers[k]!, true)
  return new Uint8Array(view.buffer)
}

function integers(bytes: Buffer): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return Uint32Array.from({ length: bytes.length / 4 }, (_, k) => view.getUint32(k * 4, true))
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(pieces)
}
