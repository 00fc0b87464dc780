import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { transaction } from '../../kernel/ctx.ts'
import { fileAnswers } from '../../kernel/downloads.ts'
import { answers, type Env, newRouter, read, write } from '../../kernel/http.ts'
import { askForPicture } from './drawing.ts'
import { findPlace, readMatches, readMembers, readPoints, readRegion, readTies } from './pictures.ts'
import * as schema from './schema.ts'

const pack = promisify(gzip)
/** Coordinates pack badly whatever the effort. */
const EFFORT = { level: 1 }
const PACKED_FROM_BYTES = 1_024

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/region',
    operationId: 'readRegion',
    summary: 'The network as a whole: communities of communities, how large they are, where they lie and what ties them',
    responses: answers(200, schema.Region, 'The latest picture'),
  }),
  (c) => read(c, readRegion),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/region/drawing',
    operationId: 'drawRegion',
    summary: 'Ask for a picture of today’s map; it is drawn in the background',
    responses: answers(202, schema.Drawing, 'Whether one is on its way'),
  }),
  (c) => write(c, 202, askForPicture),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/region/{pictureId}/points',
    operationId: 'readRegionPoints',
    summary: 'Where every party of an area lies',
    description:
      'For each area: its number and that of its parties (32 bits each), then columns: x and y (16 bits with sign, as shares of 32,767 of the radius from the middle of the community), ties (16 bits), place of the kind (8 bits, 255 for none), filled up to 32 bits. Little-endian. Without `area` all of them, up to 150,000 parties.',
    request: { params: schema.PictureParam, query: schema.PointsQuery },
    responses: fileAnswers('The points'),
  }),
  async (c) => {
    const { pictureId } = c.req.valid('param')
    const { area } = c.req.valid('query')
    return await answerBytes(c, await transaction(c.var.ctx, (tx) => readPoints(tx, pictureId, area)))
  },
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/region/{pictureId}/ties',
    operationId: 'readRegionTies',
    summary: 'Ties among the members of communities, or all of one party',
    description: 'Pairs of places in the picture, 32 bits each, little-endian; at most 30,000 pairs, those of the best connected first.',
    request: { params: schema.PictureParam, query: schema.TiesQuery },
    responses: fileAnswers('The ties'),
  }),
  async (c) => {
    const { pictureId } = c.req.valid('param')
    return await answerBytes(c, await transaction(c.var.ctx, (tx) => readTies(tx, pictureId, c.req.valid('query'))))
  },
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/region/{pictureId}/matches',
    operationId: 'readRegionMatches',
    summary: 'Which points the filter finds today',
    description:
      'How many parties the filter finds on the map, how many of these are in the picture (32 bits each, little-endian), then a bit for each place of the picture, the lowest first.',
    request: { params: schema.PictureParam, query: schema.MatchesQuery },
    responses: fileAnswers('The counts and the bits'),
  }),
  async (c) => {
    const { pictureId } = c.req.valid('param')
    return await answerBytes(c, await transaction(c.var.ctx, (tx) => readMatches(tx, pictureId, c.req.valid('query'))))
  },
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/region/{pictureId}/members',
    operationId: 'readRegionMembers',
    summary: 'Who stands in a stretch of the picture',
    request: { params: schema.PictureParam, query: schema.MembersQuery },
    responses: answers(200, schema.Members, 'By the names of today'),
  }),
  (c) => read(c, (tx) => readMembers(tx, c.req.valid('param').pictureId, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/region/{pictureId}/places/{partyId}',
    operationId: 'findRegionPlace',
    summary: 'Where a party stands in the picture',
    request: { params: schema.PlaceParam },
    responses: answers(200, schema.Place, 'Its place'),
  }),
  (c) => read(c, (tx) => findPlace(tx, c.req.valid('param').pictureId, c.req.valid('param').partyId)),
)

/** Answers bytes, packed where the reader can unpack them; nothing at all when the reader has them already. */
async function answerBytes(c: Context<Env>, bytes: Uint8Array): Promise<Response> {
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  const headers = { etag, 'cache-control': 'private, no-cache', vary: 'accept-encoding', 'content-type': 'application/octet-stream' }
  if (c.req.header('if-none-match')?.includes(etag)) return c.body(null, 304, headers)
  const isPacked = bytes.length >= PACKED_FROM_BYTES && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
  const body = isPacked ? await pack(bytes, EFFORT) : bytes
  return c.body(Uint8Array.from(body).buffer, 200, { ...headers, ...(isPacked && { 'content-encoding': 'gzip' }) })
}
