import { newId } from '../../server/kernel/ids.ts'
import { randomFrom } from '../../server/modules/insight/network/index.ts'
import { KINDS } from '../../server/modules/parties/index.ts'
import { asFiller, type BenchDatabase } from './database.ts'

const TABLES = ['parties', 'party_kinds', 'ties']
const SOURCE = 'sample:generated'
const BATCH = 20_000
const IN_TOWN = 400
const IN_DISTRICT = 8 * IN_TOWN
const TRADES = ['Bakery', 'Winery', 'Hotel', 'Café', 'Carpenter', 'Bookshop', 'Club', 'Pharmacy', 'Brewery', 'Nursery']
const SECTORS = ['10.71', '11.02', '55.10', '56.10', '43.32', '47.61', '94.99', '47.73', '11.05', '81.30']
/** Of all ties so many stay in town, and so many more in the district; one in fifty parties has none. */
const NEAR = { town: 0.6, district: 0.9 }
const TIED_SHARE = 0.98

/**
 * Fills an ecosystem with a made-up region, straight into the tables and the same for the same seed: towns of 400, districts of eight towns, ties that
 * stay near and prefer the well-connected. Every name is made of a trade and a number, and every source says that it is generated.
 */
export async function fillTowns(
  place: BenchDatabase,
  ecosystemId: string,
  { parties, ties }: { parties: number; ties: number },
): Promise<void> {
  const random = randomFrom(1)
  const ids = Array.from({ length: parties }, () => newId())
  await asFiller(place, TABLES, async (client) => {
    for (let from = 0; from < parties; from += BATCH) {
      const own = ids.slice(from, from + BATCH)
      const trades = own.map(() => Math.floor(random() * TRADES.length))
      const names = own.map((_, k) => `${TRADES[trades[k]!]} ${from + k + 1}`)
      const cities = own.map((_, k) => `Town ${1 + Math.floor((from + k) / IN_TOWN)}`)
      const sectors = own.map((_, k) => SECTORS[trades[k]!]!)
      await client.query(
        `insert into parties (ecosystem_id, id, form, name, sector_scheme, sector_code, city, source, created_at, updated_at)
         select $1, n.id, 'organisation', n.name, 'nace', n.sector, n.city, $2, now(), now()
         from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) as n (id, name, sector, city)`,
        [ecosystemId, SOURCE, own, names, sectors, cities],
      )
      const kinds = own.map(() => KINDS[Math.floor(random() ** 2 * KINDS.length)]!.key)
      await client.query(
        `insert into party_kinds (ecosystem_id, party_id, kind, since, source)
         select $1, n.id, n.kind, now(), $2 from unnest($3::uuid[], $4::text[]) as n (id, kind)`,
        [ecosystemId, SOURCE, own, kinds],
      )
    }
    const seen = new Set<number>()
    while (seen.size < ties) {
      const pairs = drawPairs(Math.min(BATCH, ties - seen.size), parties, random, seen)
      await client.query(
        `insert into ties (ecosystem_id, id, from_id, to_id, type, directed, strength_at, source, created_at, updated_at)
         select $1, n.id, least(n.one, n.other), greatest(n.one, n.other), 'partners', false, now(), $2, now(), now()
         from unnest($3::uuid[], $4::uuid[], $5::uuid[]) as n (id, one, other)`,
        [ecosystemId, SOURCE, pairs.map(() => newId()), pairs.map(([one]) => ids[one]), pairs.map(([, other]) => ids[other])],
      )
    }
  })
}

function drawPairs(count: number, parties: number, random: () => number, seen: Set<number>): [number, number][] {
  const tied = Math.floor(parties * TIED_SHARE)
  const pairs: [number, number][] = []
  while (pairs.length < count) {
    const one = Math.floor(random() * tied)
    const near = random()
    const span = near < NEAR.town ? IN_TOWN : near < NEAR.district ? IN_DISTRICT : tied
    // the first of each place are the well-connected ones
    const other = Math.min(tied - 1, Math.floor(one / span) * span + Math.floor(random() ** 2 * span))
    const key = Math.min(one, other) * parties + Math.max(one, other)
    if (one === other || seen.has(key)) continue
    seen.add(key)
    pairs.push([one, other])
  }
  return pairs
}
