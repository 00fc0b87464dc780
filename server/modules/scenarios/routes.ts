import { createRoute } from '@hono/zod-openapi'
import { transaction } from '../../kernel/ctx.ts'
import { answers, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'
import { ask } from '../insight/index.ts'
import { allow, RemovedEntry } from '../people/index.ts'
import { addChange, removeChange, restoreChange } from './changes.ts'
import { COMPARISON, DRAWING } from './comparison.ts'
import { makeLink, withdrawLinks } from './links.ts'
import {
  copyScenario,
  createScenario,
  endScenario,
  getScenario,
  listRemovedScenarios,
  listScenarios,
  restoreScenario,
  updateScenario,
} from './scenarios.ts'
import * as schema from './schema.ts'

const params = IdParam
const one = (said: string) => answers(200, schema.Scenario, said)

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/scenarios',
    operationId: 'listScenarios',
    summary: 'The scenarios, those worked on last first',
    request: { query: schema.ScenarioList },
    responses: answers(200, schema.ScenarioPage, 'A page of scenarios'),
  }),
  (c) => read(c, (tx) => listScenarios(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/scenarios',
    operationId: 'createScenario',
    summary: 'Keep a scenario: a map with changes, beside the real one',
    request: { body: jsonBody(schema.NewScenario) },
    responses: answers(201, schema.Scenario, 'The scenario'),
  }),
  (c) => write(c, 201, (tx) => createScenario(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/scenarios/{id}',
    operationId: 'getScenario',
    summary: 'A scenario with its changes',
    request: { params },
    responses: one('The scenario'),
  }),
  (c) => read(c, (tx) => getScenario(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'patch',
    path: '/scenarios/{id}',
    operationId: 'updateScenario',
    summary: 'Change its name, its description or the day it starts from',
    request: { params, body: jsonBody(schema.ScenarioUpdate) },
    responses: one('The scenario'),
  }),
  (c) => write(c, 200, (tx) => updateScenario(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/scenarios/{id}',
    operationId: 'endScenario',
    summary: 'Take a scenario out of the list',
    request: { params },
    responses: answers(200, schema.Ended, 'What was taken out'),
  }),
  (c) => write(c, 200, (tx) => endScenario(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/scenarios/{id}/restoration',
    operationId: 'restoreScenario',
    summary: 'Bring a scenario back',
    request: { params },
    responses: one('The scenario'),
  }),
  (c) => write(c, 200, (tx) => restoreScenario(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/scenarios/{id}/copies',
    operationId: 'copyScenario',
    summary: 'Go on with the same changes under another name',
    request: { params, body: jsonBody(schema.ScenarioCopy) },
    responses: answers(201, schema.Scenario, 'The copy'),
  }),
  (c) => write(c, 201, (tx) => copyScenario(tx, c.req.valid('param').id, c.req.valid('json').name)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/scenarios/{id}/changes',
    operationId: 'addScenarioChange',
    summary: 'Add a change behind those there are',
    request: { params, body: jsonBody(schema.NewChange) },
    responses: answers(201, schema.Scenario, 'The scenario with it'),
  }),
  (c) => write(c, 201, (tx) => addChange(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/scenarios/{id}/changes/{changeId}',
    operationId: 'removeScenarioChange',
    summary: 'Take a change back',
    request: { params: schema.ChangeParam },
    responses: one('The scenario without it'),
  }),
  (c) => write(c, 200, (tx) => removeChange(tx, c.req.valid('param').id, c.req.valid('param').changeId)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/scenarios/{id}/changes/{changeId}/restoration',
    operationId: 'restoreScenarioChange',
    summary: 'Put a change back to where it was',
    request: { params: schema.ChangeParam },
    responses: one('The scenario with it'),
  }),
  (c) => write(c, 200, (tx) => restoreChange(tx, c.req.valid('param').id, c.req.valid('param').changeId)),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/scenarios/{id}/comparison',
    operationId: 'compareScenario',
    summary: 'What the scenario would make of the map, and what would hold it together again',
    request: { params },
    responses: answers(200, schema.Comparison, 'The map with the changes beside the one without'),
  }),
  async (c) => {
    const scenario = await transaction(c.var.ctx, (tx) => getScenario(tx, c.req.valid('param').id))
    const { result, freshness } = await ask(c.var.ctx, COMPARISON, scenario, c.req.raw.signal)
    return c.json({ ...result, freshness }, 200)
  },
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/scenarios/{id}/drawing',
    operationId: 'drawScenario',
    summary: 'What the network view draws beside the map',
    request: { params },
    responses: answers(200, schema.Drawing, 'Who leaves and joins, and which ties come, go or change'),
  }),
  async (c) => {
    const scenario = await transaction(c.var.ctx, (tx) => getScenario(tx, c.req.valid('param').id))
    const { result } = await ask(c.var.ctx, DRAWING, scenario, c.req.raw.signal)
    return c.json(result, 200)
  },
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/removed-scenarios',
    operationId: 'listRemovedScenarios',
    summary: 'Scenarios removed in the last 30 days, to put back',
    request: { query: Paging },
    responses: answers(200, pageOf(RemovedEntry), 'A page, the latest first'),
  }),
  (c) => read(c, (tx) => listRemovedScenarios(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/scenarios/{id}/links',
    operationId: 'makeScenarioLink',
    summary: 'Make a link by which people without access read the scenario as it is now, for thirty days',
    request: { params },
    responses: answers(201, schema.ScenarioLink, 'The link'),
  }),
  async (c) => {
    const { ctx } = c.var
    allow(ctx, 'scenarios.share')
    const scenario = await transaction(ctx, (tx) => getScenario(tx, c.req.valid('param').id))
    const { result } = await ask(ctx, COMPARISON, scenario)
    return write(c, 201, async (tx) => {
      // it may have been removed while it was thought about
      await getScenario(tx, scenario.id)
      return await makeLink(tx, scenario, result)
    })
  },
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/scenarios/{id}/links',
    operationId: 'withdrawScenarioLinks',
    summary: 'Withdraw every link to the scenario',
    request: { params },
    responses: answers(200, schema.Ended, 'Whose links were withdrawn'),
  }),
  (c) =>
    write(c, 200, async (tx) => {
      const { id } = await getScenario(tx, c.req.valid('param').id)
      return await withdrawLinks(tx, id)
    }),
)
