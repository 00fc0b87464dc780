import type { Tx } from '../../kernel/ctx.ts'
import { groupingOf, groupStability, type KnownGrouping, readGround } from './answers/index.ts'
import type { Read } from './insight.ts'
import { unpack } from './packed.ts'
import { question } from './questions.ts'
import { findReading, readFreshness } from './readings.ts'

type Columns = Omit<KnownGrouping, 'community' | 'held'> & { community: number[]; held: number[] }

/** In which group everybody is by ties alone: read anew after every change, so that all who speak of groups mean the same. */
export const GROUPING = question({
  at: import.meta.url,
  name: 'GROUPING',
  answer: ({ map }): Columns => {
    const { graph } = readGround(map)
    const grouping = groupingOf(graph)
    return { ...grouping, ...groupStability(graph, grouping), community: [...grouping.community], held: [...grouping.held] }
  },
})

/** The grouping of this very map, where it has been kept; undefined where whoever asks has to search for it. */
export async function readGrouping(tx: Tx, { map }: Read): Promise<KnownGrouping | undefined> {
  const reading = await findReading(tx, GROUPING.name)
  if (!reading || !(await readFreshness(tx, reading)).isCurrent) return undefined
  const { community, held, ...known } = await unpack<Columns>(reading.result)
  if (community.length !== map.parties.length) return undefined
  return { ...known, community: Uint32Array.from(community), held: Float64Array.from(held) }
}

/** The community of each party of this map, from what is kept or searched for now. Searching needs no database. */
export function communitiesOn({ map }: Read, known: KnownGrouping | undefined): Uint32Array {
  return (known ?? groupingOf(readGround(map).graph)).community
}
