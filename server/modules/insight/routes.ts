import { createRoute } from '@hono/zod-openapi'
import { answerColumns } from '../../kernel/columns.ts'
import { transaction } from '../../kernel/ctx.ts'
import { answers, IdParam, newRouter, read } from '../../kernel/http.ts'
import { Paging } from '../../kernel/paging.ts'
import { Filter } from '../parties/index.ts'
import { ask } from './ask.ts'
import { listGroupOf } from './group-list.ts'
import { readHistory } from './history.ts'
import { readChosen } from './insight.ts'
import { askKept } from './kept.ts'
import { pickMeasures } from './measures.ts'
import { readPosition } from './position.ts'
import { ANSWERS, CHANGES, DEPARTURE, MEASURES, MEASURES_WITHIN } from './questions.ts'
import { Answers, Changes, DepartureAnswer, History, Leaving, MeasureColumns, MeasureQuery, Position, Stretch } from './schema.ts'
import { askOrStanding } from './standing.ts'

import { GROUP_MEMBERS, GROUPS, TOGETHER } from './together.ts'
import { GroupList, GroupMembers, Groups, Together } from './together-schema.ts'

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
    const { result, freshness } = await askOrStanding(c.var.ctx, ANSWERS, c.req.valid('query'), c.req.raw.signal)
    return c.json({ ...result, freshness }, 200)
  },
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/insight/measures',
    operationId: 'readMeasures',
    summary: 'Measures of the filtered parties, for size and colour on the map',
    request: { query: MeasureQuery },
    responses: answers(200, MeasureColumns, 'Columns of equal length, and how old they are'),
  }),
  async (c) => {
    const { ctx } = c.var
    const { within, ...filter } = c.req.valid('query')
    if (within === 'filter') {
      const { result, freshness } = await ask(ctx, MEASURES_WITHIN, filter, c.req.raw.signal)
      return await answerColumns(c, { ...result, freshness })
    }
    const chosen = await transaction(ctx, (tx) => readChosen(tx, filter))
    const { result, freshness } = await askOrStanding(ctx, MEASURES, { asOf: filter.asOf }, c.req.raw.signal)
    return await answerColumns(c, { ...(await pickMeasures(result, chosen)), freshness })
  },
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/insight/history',
    operationId: 'readHistory',
    summary: 'How the map has grown: the whole in figures, as it was read',
    responses: answers(200, History, 'The oldest first, at most one moment a day'),
  }),
  (c) => read(c, readHistory),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/insight/parties/{id}',
    operationId: 'readPosition',
    summary: 'Where one party stands: its own ties as they are now, its place in the whole as it was read last, and in past months',
    request: { params: IdParam },
    responses: answers(200, Position, 'Its measures'),
  }),
  async (c) => c.json(await readPosition(c.var.ctx, c.req.valid('param').id), 200),
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
    const { result, freshness } = await ask(c.var.ctx, CHANGES, c.req.valid('query'), c.req.raw.signal)
    return c.json({ ...result, freshness }, 200)
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
    const { result, freshness } = await ask(c.var.ctx, DEPARTURE, c.req.valid('query'), c.req.raw.signal)
    return c.json({ ...result, freshness }, 200)
  },
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/insight/together',
    operationId: 'readTogether',
    summary: 'Who holds the map together: hubs, carriers of the flow, brokers and their kind, and the few who count together',
    responses: answers(200, Together, 'One card a question, and the sets of key players'),
  }),
  async (c) => {
    const { result, freshness } = await askKept(c.var.ctx, TOGETHER)
    return c.json({ ...result, freshness }, 200)
  },
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/insight/groups',
    operationId: 'readGroups',
    summary: 'The groups that ties make, what their members share, and who stands between them',
    responses: answers(200, Groups, 'The groups, the largest first'),
  }),
  async (c) => {
    const { result, freshness } = await askKept(c.var.ctx, GROUPS)
    return c.json({ ...result, freshness }, 200)
  },
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/insight/groups/members',
    operationId: 'readGroupMembers',
    summary: 'In which of the groups that ties make everybody is, for colour on the map',
    responses: answers(200, GroupMembers, 'Columns of equal length'),
  }),
  async (c) => {
    const { result, freshness } = await askKept(c.var.ctx, GROUP_MEMBERS)
    return await answerColumns(c, { ...result, freshness })
  },
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/insight/parties/{id}/group',
    operationId: 'listGroupOf',
    summary: 'Everybody in the group that ties make around a party',
    request: { params: IdParam, query: Paging },
    responses: answers(200, GroupList, 'The members by name, a page at a time'),
  }),
  async (c) => c.json(await listGroupOf(c.var.ctx, c.req.valid('param').id, c.req.valid('query')), 200),
)
