import { createRoute } from '@hono/zod-openapi'
import { transaction } from '../../kernel/ctx.ts'
import { answers, newRouter } from '../../kernel/http.ts'
import { Filter } from '../parties/index.ts'
import { changesOf, readStretch } from './changes.ts'
import { departureOf, readDeparture } from './departure.ts'
import { answersOf, measuresOf, readChosen, readMap } from './insight.ts'
import { Answers, Changes, DepartureAnswer, Leaving, MeasureColumns, Stretch } from './schema.ts'

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/insight/answers',
    operationId: 'readAnswers',
    summary: 'What the map says: answers with their evidence, how sure they are and what to do',
    request: { query: Filter.pick({ asOf: true }) },
    responses: answers(200, Answers, 'One card a question'),
  }),
  async (c) => {
    const { ctx } = c.var
    const read = await transaction(ctx, (tx) => readMap(tx, c.req.valid('query')))
    return c.json(await answersOf(read, ctx.now()), 200)
  },
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/insight/measures',
    operationId: 'readMeasures',
    summary: 'Measures of the filtered parties, for size and colour on the map',
    request: { query: Filter },
    responses: answers(200, MeasureColumns, 'Columns of equal length'),
  }),
  async (c) => {
    const filter = c.req.valid('query')
    const { read, chosen } = await transaction(c.var.ctx, async (tx) => ({
      read: await readMap(tx, filter),
      chosen: await readChosen(tx, filter),
    }))
    return c.json(await measuresOf(read, chosen), 200)
  },
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/insight/changes',
    operationId: 'readChanges',
    summary: 'What became stronger, weaker, new or lost between two moments, and what that did to the whole',
    request: { query: Stretch },
    responses: answers(200, Changes, 'The changes, the weightiest first'),
  }),
  async (c) => {
    const maps = await transaction(c.var.ctx, (tx) => readStretch(tx, c.req.valid('query')))
    return c.json(await changesOf(maps), 200)
  },
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/insight/departure',
    operationId: 'readDeparture',
    summary: 'What if somebody left: who is cut off, which needs nobody meets, and the fewest introductions that make it safe',
    request: { query: Leaving },
    responses: answers(200, DepartureAnswer, 'The map without them'),
  }),
  async (c) => {
    const reading = await transaction(c.var.ctx, (tx) => readDeparture(tx, c.req.valid('query')))
    return c.json(await departureOf(reading), 200)
  },
)
