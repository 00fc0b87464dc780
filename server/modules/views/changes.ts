import type { Ctx } from '../../kernel/ctx.ts'
import { countPartyChanges, type UndatedFilter } from '../parties/index.ts'
import { countTieChanges } from '../ties/index.ts'
import { bucketChanges } from './rules.ts'
import type { MapChanges } from './schema.ts'

/** Where in time the map changed: how many of the filtered parties and the ties between them came and went, in at most 200 stretches. */
export async function readMapChanges(ctx: Ctx, filter: UndatedFilter): Promise<MapChanges> {
  const parties = await countPartyChanges(ctx, filter)
  const ties = await countTieChanges(ctx, filter)
  return bucketChanges(parties, ties, ctx.now().toISOString().slice(0, 10))
}
