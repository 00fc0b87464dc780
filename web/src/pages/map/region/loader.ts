import { answer, api } from '../../../api.ts'
import { type Filter, filterQuery } from '../filter.ts'
import { type Matches, matchesOf, type Picture } from './model.ts'
import type { Named } from './scene.ts'

/** So many parties are sent at once; of larger pictures areas are asked for when they are opened. */
export const WHOLE_MAX = 150_000
/** The best connected of a community are named without being pointed at. */
export const NAMED_AT_ONCE = 60

export type Loader = ReturnType<typeof loaderOf>

/** What is asked for of one picture, each thing once. */
export function loaderOf(ecosystemId: string, { id: pictureId }: Picture) {
  const path = { ecosystemId, pictureId }
  const asked = new Map<string, Promise<unknown>>()
  const names = new Map<number, Named>()
  const once = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const known = asked.get(key) as Promise<T> | undefined
    if (known) return known
    const asking = ask()
    asked.set(key, asking)
    // what failed may be asked for again
    asking.catch(() => asked.delete(key))
    return asking
  }
  const bytes = { parseAs: 'arrayBuffer' } as const

  return {
    /** Names known so far, by place. */
    names: () => names as ReadonlyMap<number, Named>,
    points: (areas: readonly number[] | undefined): Promise<ArrayBuffer> =>
      once(`points ${areas?.join() ?? 'all'}`, async () =>
        buffer(
          await answer(
            api.GET('/api/ecosystems/{ecosystemId}/region/{pictureId}/points', {
              params: { path, query: areas ? { area: [...areas] } : {} },
              ...bytes,
            }),
          ),
        ),
      ),
    /** Pairs of places: ties among the members of a community. */
    tiesIn: (community: number): Promise<Uint32Array> => once(`ties ${community}`, () => ties({ community: [community] })),
    tiesOf: (party: number): Promise<Uint32Array> => once(`of ${party}`, () => ties({ party })),
    matches: async (filter: Filter): Promise<Matches> => {
      const { asOf: _, ...query } = filterQuery(filter)
      return matchesOf(
        buffer(await answer(api.GET('/api/ecosystems/{ecosystemId}/region/{pictureId}/matches', { params: { path, query }, ...bytes }))),
      )
    },
    /** Learns the names in a stretch of the picture. */
    learn: (from: number, limit: number): Promise<void> =>
      once(`names ${from} ${limit}`, async () => {
        for (const member of await members(from, limit)) names.set(member.place, member)
      }),
    members,
    place: (partyId: string): Promise<number | null> =>
      once(`place ${partyId}`, async () => {
        const found = await answer(
          api.GET('/api/ecosystems/{ecosystemId}/region/{pictureId}/places/{partyId}', { params: { path: { ...path, partyId } } }),
        )
        return found.place
      }),
  }

  async function members(from: number, limit: number) {
    const { items } = await answer(
      api.GET('/api/ecosystems/{ecosystemId}/region/{pictureId}/members', { params: { path, query: { from, limit } } }),
    )
    return items
  }

  async function ties(query: { community?: number[]; party?: number }): Promise<Uint32Array> {
    const got = await answer(api.GET('/api/ecosystems/{ecosystemId}/region/{pictureId}/ties', { params: { path, query }, ...bytes }))
    return new Uint32Array(buffer(got))
  }
}

/** The document says text where bytes come. */
function buffer(got: unknown): ArrayBuffer {
  return got as ArrayBuffer
}
