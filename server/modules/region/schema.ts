import { z } from '@hono/zod-openapi'
import type { Json } from '../../kernel/tables.ts'
import { Filter } from '../parties/index.ts'
import { AREAS_AT_ONCE, COMMUNITIES_AT_ONCE, MEMBERS_AT_ONCE } from './rules.ts'

export type Tables = {
  region_pictures: {
    ecosystem_id: string
    id: string
    graph_version: bigint
    made_at: Date
    parties: number
    ties: number
    outline: Json<Outline>
  }
  region_areas: {
    ecosystem_id: string
    picture_id: string
    area: number
    first_party: number
    parties: number
    ids: Buffer
    points: Buffer
    tie_starts: Buffer
    tie_ends: Buffer
  }
}

const numbers = z.array(z.number())
const counts = z.array(z.int())
const circles = { x: numbers, y: numbers, radius: numbers }
const Bundles = z.object({ from: counts, to: counts, ties: counts }).openapi('RegionBundles', {
  description: 'How many ties lead from one to another, by their places in the list; the weakest are left out',
})

const groups = {
  ...circles,
  parties: counts,
  city: z.array(z.string().nullable()).openapi({ description: 'The town that most of its members share' }),
  sector: z.array(z.string().nullable()).openapi({ description: 'The sector that most of its members share, as `nace:55`' }),
}
const Groups = z.object(groups)
const outline = {
  areas: Groups.extend({
    firstCommunity: counts,
    kinds: z
      .array(counts)
      .openapi({ description: 'How many have each kind first, in the order of `kinds` below, and at the end how many have none' }),
  }),
  communities: Groups.extend({ firstParty: counts, tiesInside: counts }),
  bundles: z.object({ areas: Bundles, communities: Bundles }),
  kinds: z.array(z.string()).openapi({ description: 'The kinds that the points name by their place in this list' }),
  scattered: z.int().openapi({ description: 'The area of the small pieces without ties to others, −1 when there is none' }),
  isolates: z.int().openapi({ description: 'The area of those without ties, −1 when everybody has one' }),
}

/** What is stored of a picture as a whole; the leaders are the ids of the best connected of each group. */
export type Outline = {
  [K in keyof typeof outline]: z.infer<(typeof outline)[K]>
} & { leaders: { areas: string[][]; communities: string[][] } }

const Named = { name: z.array(z.string().nullable()).openapi({ description: 'Its best connected member that is on the map today' }) }
export const Region = z
  .object({
    partiesNow: z.int().openapi({ description: 'On the map today' }),
    picture: z
      .object({
        id: z.uuid(),
        madeAt: z.iso.datetime(),
        isStale: z.boolean().openapi({ description: 'The map has changed since' }),
        parties: z.int(),
        ties: z.int().openapi({ description: 'Pairs of parties that are tied' }),
        ...outline,
        areas: outline.areas.extend(Named),
        communities: outline.communities.extend(Named),
      })
      .nullable(),
  })
  .openapi('Region', {
    description:
      'The latest picture, null before the first. Areas are communities of communities; both are columns. The communities of an area, and the parties of a community, follow each other from the first on, the best connected party first',
  })
export type Region = z.infer<typeof Region>

export const Drawing = z
  .object({ isDrawing: z.boolean() })
  .openapi('RegionDrawing', { description: 'Whether a new picture was asked for, which it is when the latest is not of today’s map' })

export const PictureParam = z.object({ pictureId: z.uuid().openapi({ param: { name: 'pictureId', in: 'path' } }) })
export const PlaceParam = PictureParam.extend({ partyId: z.uuid().openapi({ param: { name: 'partyId', in: 'path' } }) })

/** What no column of PostgreSQL holds is no place of anything. */
const PLACE_MAX = 2 ** 31 - 1
const place = z.coerce.number().int().min(0).max(PLACE_MAX)
const repeated = (max: number) =>
  z
    .union([place, z.array(place).max(max)])
    .transform((value) => [value].flat())
    .openapi({ type: 'array', items: { type: 'integer' } })

export const PointsQuery = z.object({ area: repeated(AREAS_AT_ONCE).optional() })
export const TiesQuery = z.object({
  community: repeated(COMMUNITIES_AT_ONCE).optional().openapi({ description: 'Ties among the members of these' }),
  party: place.optional().openapi({ description: 'All ties of one party, by its place in the picture' }),
})
export type TiesQuery = z.infer<typeof TiesQuery>
export const MembersQuery = z.object({
  from: place.openapi({ description: 'A place in the picture' }),
  limit: z.coerce.number().int().min(1).max(MEMBERS_AT_ONCE).default(100),
})
export type MembersQuery = z.infer<typeof MembersQuery>
export const MatchesQuery = Filter.omit({ asOf: true })
export type MatchesQuery = z.infer<typeof MatchesQuery>

export const Members = z
  .object({
    items: z.array(
      z.object({
        place: z.int(),
        id: z.uuid(),
        name: z.string(),
        kinds: z.array(z.string()),
        city: z.string().nullable(),
      }),
    ),
  })
  .openapi('RegionMembers', { description: 'Those of the asked stretch of the picture that are on the map today' })
export type Members = z.infer<typeof Members>

export const Place = z
  .object({ place: z.int().nullable().openapi({ description: 'null for a party that is not in the picture' }) })
  .openapi('RegionPlace')
