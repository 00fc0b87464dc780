import type { Ctx } from '../../kernel/ctx.ts'
import { readNames } from '../parties/index.ts'
import type { Import, Leftovers } from './schema.ts'

/** What an undo left as the API shows it: each party with whether it is on the map by now. */
export async function showLeftovers(ctx: Ctx, leftovers: Leftovers): Promise<NonNullable<Import['leftovers']>> {
  const parties = await readNames(ctx, leftoverPartyIds(leftovers))
  const items = leftovers.items.map((item) => ({ ...item, isOnMap: item.kind !== 'party' || parties.get(item.id)?.endedAt === null }))
  return { ...leftovers, items }
}

export function leftoverPartyIds({ items }: Leftovers): string[] {
  return items.filter(({ kind }) => kind === 'party').map(({ id }) => id)
}
