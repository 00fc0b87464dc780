import { createRoute } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { showFlowPostings, showFlows } from './flows.ts'
import { explainTransaction, listNames } from './origins.ts'
import { readPlan, readPlanHistory, writePlan } from './plans.ts'
import * as schema from './schema.ts'

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/money/transactions/{id}/origin',
    operationId: 'explainTransaction',
    summary: 'By which rule what was booked was shared, in words',
    request: { params: IdParam, query: schema.Language },
    responses: answers(200, schema.Origin, 'The rule, as far as the caller may read it'),
  }),
  (c) => read(c, (tx) => explainTransaction(tx, c.req.valid('param').id, c.req.valid('query').language)),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/money/names',
    operationId: 'listMoneyNames',
    summary: 'What the purposes of accounts are called',
    responses: answers(200, schema.Names, 'The names'),
  }),
  (c) => read(c, listNames),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/money/flows',
    operationId: 'readMoneyFlows',
    summary: 'Which way value went in some days: from whom, shared as what, to whom',
    request: { query: schema.FlowList },
    responses: answers(200, schema.Flows, 'The flows, the largest first'),
  }),
  (c) => read(c, (tx) => showFlows(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/money/flows/postings',
    operationId: 'listMoneyFlowPostings',
    summary: 'What one of these flows is made of, the newest first',
    request: { query: schema.FlowPostingList },
    responses: answers(200, schema.FlowPostings, 'A page of bookings'),
  }),
  (c) => read(c, (tx) => showFlowPostings(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/money/plans',
    operationId: 'readMoneyPlan',
    summary: 'What is planned for a year, month by month, beside what it came to',
    request: { query: schema.PlanList },
    responses: answers(200, schema.Plan, 'The plan'),
  }),
  (c) => read(c, (tx) => readPlan(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/money/plans',
    operationId: 'writeMoneyPlan',
    summary: 'Plan months anew; what was planned before is kept as their history',
    request: { body: jsonBody(schema.NewPlan) },
    responses: answers(201, schema.PlanWritten, 'How many months are planned otherwise now'),
  }),
  (c) => write(c, 201, (tx) => writePlan(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/money/plans/history',
    operationId: 'readMoneyPlanHistory',
    summary: 'What was planned for a month so far, the newest first',
    request: { query: schema.PlanPlace },
    responses: answers(200, schema.PlanHistory, 'The history'),
  }),
  (c) => read(c, (tx) => readPlanHistory(tx, c.req.valid('query'))),
)
