import { type Ctx, frozen } from '../../kernel/ctx.ts'
import { communitiesOn, type Read, readGrouping, readMap } from '../insight/index.ts'
import { readGraphVersion } from '../ties/index.ts'
import { makePicture, type Picture, type Source } from './picture.ts'

/** How long the database may take over one statement. */
const STATEMENT_MAX_MS = 600_000

/** A picture, and the state of the graph that it shows. */
export type Drawn = { version: number; picture: Picture }

/** Reads the map as it is at one moment and draws it; the connection is given back before the drawing begins. */
export async function draw(ctx: Ctx): Promise<Drawn> {
  const { version, read, grouping } = await frozen(
    ctx,
    async (tx) => {
      const read = await readMap(tx)
      return { version: await readGraphVersion(tx), read, grouping: await readGrouping(tx, read) }
    },
    STATEMENT_MAX_MS,
  )
  return { version, picture: makePicture(sourceOf(read, communitiesOn(read, grouping))) }
}

function sourceOf({ map: { parties, ties }, columns }: Read, groups: Source['groups']): Source {
  return {
    groups,
    ids: parties.map(({ id }) => id),
    kinds: parties.map(({ kinds }) => kinds),
    sectors: parties.map(({ sectorScheme, sectorCode }) => (sectorCode === null ? null : `${sectorScheme}:${sectorCode}`)),
    cities: columns.city,
    from: ties.from,
    to: ties.to,
  }
}
