import { type Ctx, frozen } from '../../kernel/ctx.ts'
import { getParty } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { readTiesOf } from '../ties/index.ts'
import { coverageCertainty, DIVIDING_TYPES } from './answers/index.ts'
import { askHere } from './ask.ts'
import { readHistory, readPastMeasures } from './history.ts'
import { pickMeasures } from './measures.ts'
import { unpackOne } from './packed.ts'
import { MEASURES } from './questions.ts'
import type { Position } from './schema.ts'
import { readPackedStanding } from './standing.ts'

const BY = 'partyId'

/**
 * Where a party stands. Whom it is tied to is read from its own ties, so that it is right at once however large the map; its place in the whole comes
 * from the last reading, with how old that is. A merged party is answered by what it was merged into. Throws not_found.
 */
export async function readPosition(ctx: Ctx, partyId: string): Promise<Position> {
  allow(ctx, 'insight.read')
  const { id, ties, past } = await frozen(ctx, async (tx) => {
    const { id } = await getParty(tx, partyId)
    return { id, ties: await readTiesOf(tx, id), past: await readPastMeasures(tx) }
  })
  const own = ties.filter(({ type }) => !DIVIDING_TYPES.has(type))
  const months = await Promise.all(past.map(async ({ at, measures }) => ({ at: at.toISOString(), measures: await oneOf(measures, id) })))
  return {
    degree: new Set(own.map(({ otherId }) => otherId)).size,
    strength: own.reduce((sum, { strength }) => sum + strength, 0),
    whole: await readWhole(ctx, id),
    past: months.flatMap(({ at, measures }) => (measures === undefined ? [] : [{ at, measures }])),
  }
}

async function readWhole(ctx: Ctx, id: string): Promise<Position['whole']> {
  const here = await askHere(ctx, MEASURES, {})
  if (here) {
    const columns = Object.entries(await pickMeasures(here.result, new Set([id])))
    const measures = Object.fromEntries(
      columns.flatMap(([key, column]) => (key === BY ? [] : [[key, (column?.[0] ?? null) as number | null]])),
    )
    const { degree } = here.result
    return { measures, certainty: coverageCertainty(degree.filter((k) => k > 0).length, degree.length), freshness: here.freshness }
  }
  const { packed, freshness } = await readPackedStanding(ctx, MEASURES)
  const measures = await oneOf(packed, id)
  if (measures === undefined) return null
  // kept with every reading that found it different
  const { tied, parties } = (await frozen(ctx, readHistory)).items.at(-1)!
  return { measures, certainty: coverageCertainty(tied, parties), freshness }
}

async function oneOf(packed: Buffer, id: string): Promise<Record<string, number | null> | undefined> {
  const found = await unpackOne(packed, BY, id)
  if (!found) return undefined
  const { [BY]: _, ...measures } = found
  return measures as Record<string, number | null>
}
