import type { z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { checkPairs, namesOf, type PairInput, proposePairs, question, type Read, readTradesOn } from '../insight/index.ts'
import { readAliases } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { findLeftOut } from './exemptions.ts'
import { isShut } from './introductions.ts'
import { type IntroductionRow, introductionsNow } from './reading.ts'
import { type Comparison, compare, DECISIONS_MIN, type Origin, type Tally } from './rules.ts'
import type { Check } from './schema.ts'

/** Maps from which on the mix is learned on the map itself, which takes a while. */
const PROPOSALS_HERE_MAX = 150

/** Whom to introduce to whom: the two lists, with the names of every party they speak of. */
export const PROPOSALS = question({
  at: import.meta.url,
  name: 'PROPOSALS',
  hereMax: PROPOSALS_HERE_MAX,
  more: readInput,
  answer: (read: Read, _: unknown, input: PairInput) => proposalsOf(read, input),
})

/** How well the map's own hidden ties are found again; it learns the mix again and again, so always in a thread. */
export const CHECK = question({
  at: import.meta.url,
  name: 'CHECK',
  hereMax: 0,
  more: async (tx) => allow(tx, 'introductions.read'),
  answer: ({ map }: Read): z.infer<typeof Check> => {
    const nothing = { hidden: null, repeats: null, mix: null, bestConnected: null, difference: null, standardError: null }
    return { ...nothing, ...checkPairs(map) }
  },
})

/** Reads what the proposals rest on besides the map: places, open offers and needs, who is left out, and which pairs are shut. */
async function readInput(ctx: Ctx, read: Read): Promise<PairInput> {
  allow(ctx, 'introductions.read')
  const place = new Map(read.map.parties.map(({ id }, k) => [id, k]))
  const { targetOf } = await readAliases(ctx)
  const { rows } = await sql<IntroductionRow>`select i.* from ${introductionsNow(ctx)} i`.execute(ctx.db)
  const shut = rows.flatMap((row) => {
    const [one, other] = [place.get(targetOf(row.one_id)), place.get(targetOf(row.other_id))]
    return one === undefined || other === undefined || !isShut(row, ctx.now()) ? [] : [[one, other] as const]
  })
  const leftOut = new Set([...(await findLeftOut(ctx))].flatMap((id) => place.get(id) ?? []))
  const { latitude, longitude } = read.columns
  return { latitude, longitude, trades: await readTradesOn(ctx, read.map), leftOut, shut }
}

function proposalsOf(read: Read, input: PairInput) {
  const pairs = proposePairs(read.map, input)
  const named = [...pairs.peers, ...pairs.trade].flatMap(({ oneId, otherId, introducerId, reasons }) => [
    oneId,
    otherId,
    ...(introducerId === null ? [] : [introducerId]),
    ...reasons.flatMap(({ partyIds }) => partyIds),
  ])
  return { ...pairs, names: namesOf(read, named) }
}

/** How often proposals were accepted, and ended with a tie: those that fit beside those of the best connected. */
export async function readComparison(ctx: Ctx): Promise<Comparison & { needed: number }> {
  allow(ctx, 'introductions.read')
  const { rows } = await sql<Tally & { origin: Origin }>`
    with told as (
      select i.origin, bool_or(s.step in ('acceptance', 'decline')) as decided, bool_or(s.step = 'acceptance') as accepted,
        bool_or(s.step in ('decline', 'completion')) as ended, bool_or(s.step = 'completion' and s.tie_id is not null) as tied
      from introductions i join introduction_steps s on s.ecosystem_id = i.ecosystem_id and s.introduction_id = i.id
      where i.ecosystem_id = ${ctx.ecosystemId} and i.withdrawn_at is null and s.undone_at is null
      group by i.id, i.origin)
    select origin, count(*) filter (where decided)::int as decided, count(*) filter (where accepted)::int as accepted,
      count(*) filter (where ended)::int as ended, count(*) filter (where tied)::int as tied from told group by origin`.execute(ctx.db)
  const of = (origin: Origin): Tally => rows.find((row) => row.origin === origin) ?? { decided: 0, accepted: 0, ended: 0, tied: 0 }
  return { ...compare(of('fit'), of('connected')), needed: DECISIONS_MIN }
}
