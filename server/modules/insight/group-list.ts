import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { decodeCursor, type Paging, toPage } from '../../kernel/paging.ts'
import { getParty, readNames, readParties } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { askKept } from './kept.ts'
import { GROUP_MEMBERS } from './together.ts'
import type { GroupList } from './together-schema.ts'

/** Everybody in the group that a party is in, by name; the group is that of the last answer, and who has left the map since is left out. Throws not_found. */
export async function listGroupOf(ctx: Ctx, partyId: string, { limit, cursor }: Paging): Promise<GroupList> {
  allow(ctx, 'insight.read')
  const after = cursor === undefined ? null : (decodeCursor(cursor, 2) as [string, string])
  const { id } = await transaction(ctx, (tx) => getParty(tx, partyId))
  const { result, freshness } = await askKept(ctx, GROUP_MEMBERS)
  const group = result.group[result.partyId.indexOf(id)] ?? null
  if (group === null) return { name: null, size: 0, items: [], nextCursor: null, parties: [], freshness }
  const ids = result.partyId.filter((_, k) => result.group[k] === group)
  return await transaction(ctx, async (tx) => {
    const names = await readNames(tx, ids)
    const here = ids
      .flatMap((one) => (names.get(one)?.endedAt === null ? [[names.get(one)!.name, one] as [string, string]] : []))
      .sort(inOrder)
    const rest = after === null ? here : here.filter((one) => inOrder(one, after) > 0)
    const { items, nextCursor } = toPage(rest.slice(0, limit + 1), limit, (row) => row)
    const known = new Map((await readParties(tx, items.map(([, one]) => one))).map((party) => [party.id, party])) // biome-ignore format: one line reads better
    return {
      name: result.names[group]!,
      size: here.length,
      items: items.flatMap(([, one]) => {
        const party = known.get(one)
        if (!party) return []
        const { name, kinds, sectorScheme, sectorCode, city } = party
        return [{ id: one, name, kinds, sectorScheme, sectorCode, city }]
      }),
      nextCursor,
      parties: result.parties.filter(({ id: named }) => named === result.names[group]!.partyId),
      freshness,
    }
  })
}

function inOrder(a: readonly string[], b: readonly string[]): number {
  if (a[0] !== b[0]) return a[0]! < b[0]! ? -1 : 1
  return a[1]! < b[1]! ? -1 : a[1]! > b[1]! ? 1 : 0
}
