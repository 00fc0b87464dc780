import { createRoute } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { ask } from '../insight/index.ts'
import { leaveOut, letIn, listExemptions } from './exemptions.ts'
import { acceptIntroduction, declineIntroduction, enterIntroduction, withdrawIntroduction } from './introductions.ts'
import { sealed } from './origin.ts'
import { completeIntroduction, undoStep } from './outcomes.ts'
import { CHECK, PROPOSALS, readComparison } from './proposals.ts'
import { listIntroductions } from './reading.ts'
import * as schema from './schema.ts'

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/introductions/proposals',
    operationId: 'readIntroductionProposals',
    summary: 'Whom to introduce to whom: peers who could learn from each other, and pairs who could buy and sell, with reasons',
    responses: answers(200, schema.Proposals, 'Two lists, the best first'),
  }),
  async (c) => {
    const { result, freshness } = await ask(c.var.ctx, PROPOSALS, undefined, c.req.raw.signal)
    return c.json({ ...sealed(c.var.ctx, result), freshness }, 200)
  },
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/introductions/check',
    operationId: 'checkIntroductions',
    summary: 'How well ties of this map that are hidden are found again, beside suggesting the best connected',
    responses: answers(200, schema.Check, 'Areas under the curve'),
  }),
  async (c) => {
    const { result } = await ask(c.var.ctx, CHECK, undefined, c.req.raw.signal)
    return c.json(result, 200)
  },
)

routes
  .openapi(
    createRoute({
      method: 'get',
      path: '/introductions/comparison',
      operationId: 'compareIntroductions',
      summary: 'How often proposals were accepted and ended with a tie, beside those of the best connected',
      responses: answers(200, schema.Comparison, 'Shares with their intervals'),
    }),
    (c) => read(c, readComparison),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/introductions',
      operationId: 'listIntroductions',
      summary: 'Introductions that were entered or decided, the newest first',
      request: { query: schema.IntroductionList },
      responses: answers(200, schema.IntroductionPage, 'A page of introductions'),
    }),
    (c) => read(c, (tx) => listIntroductions(tx, c.req.valid('query'))),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/introductions',
      operationId: 'enterIntroduction',
      summary: 'Accept or decline a proposal, or enter an introduction that somebody thought of',
      request: { body: jsonBody(schema.NewIntroduction) },
      responses: answers(201, schema.Introduction, 'The introduction'),
    }),
    (c) => write(c, 201, (tx) => enterIntroduction(tx, c.req.valid('json'))),
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/introductions/{id}',
      operationId: 'withdrawIntroduction',
      summary: 'Take back an introduction that somebody entered and nobody decided',
      request: { params: IdParam },
      responses: answers(200, schema.Ended, 'Taken back'),
    }),
    (c) => write(c, 200, (tx) => withdrawIntroduction(tx, c.req.valid('param').id)),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/introductions/{id}/acceptance',
      operationId: 'acceptIntroduction',
      summary: 'Accept an introduction: it becomes a task',
      request: { params: IdParam, body: jsonBody(schema.Acceptance) },
      responses: answers(201, schema.Introduction, 'The introduction'),
    }),
    (c) => write(c, 201, (tx) => acceptIntroduction(tx, c.req.valid('param').id, c.req.valid('json'))),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/introductions/{id}/decline',
      operationId: 'declineIntroduction',
      summary: 'Decline an introduction, with the reason',
      request: { params: IdParam, body: jsonBody(schema.Decline) },
      responses: answers(201, schema.Introduction, 'The introduction'),
    }),
    (c) => write(c, 201, (tx) => declineIntroduction(tx, c.req.valid('param').id, c.req.valid('json'))),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/introductions/{id}/completion',
      operationId: 'completeIntroduction',
      summary: 'Say that the two were introduced, with the tie that came of it or without',
      request: { params: IdParam, body: jsonBody(schema.Completion) },
      responses: answers(201, schema.Introduction, 'The introduction'),
    }),
    (c) => write(c, 201, (tx) => completeIntroduction(tx, c.req.valid('param').id, c.req.valid('json'))),
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/introductions/{id}/steps/{stepId}',
      operationId: 'undoIntroductionStep',
      summary: 'Take back the last step of an introduction, with the task or the tie it made',
      request: { params: schema.StepParam },
      responses: answers(200, schema.Ended, 'Taken back'),
    }),
    (c) => write(c, 200, (tx) => undoStep(tx, c.req.valid('param').id, c.req.valid('param').stepId)),
  )

routes
  .openapi(
    createRoute({
      method: 'get',
      path: '/introduction-exemptions',
      operationId: 'listIntroductionExemptions',
      summary: 'Who is not to be introduced to anybody, and why',
      responses: answers(200, schema.Exemptions, 'Who is left out'),
    }),
    (c) => read(c, async (tx) => ({ items: await listExemptions(tx) })),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/introduction-exemptions',
      operationId: 'leaveOutOfIntroductions',
      summary: 'Leave an organisation out of all introductions',
      request: { body: jsonBody(schema.NewExemption) },
      responses: answers(201, schema.Exemption, 'Who is left out'),
    }),
    (c) => write(c, 201, (tx) => leaveOut(tx, c.req.valid('json'))),
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/introduction-exemptions/{id}',
      operationId: 'letIntoIntroductions',
      summary: 'No longer leave an organisation out',
      request: { params: IdParam },
      responses: answers(200, schema.Ended, 'No longer left out'),
    }),
    (c) => write(c, 200, (tx) => letIn(tx, c.req.valid('param').id)),
  )
