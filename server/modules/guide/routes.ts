import { createRoute } from '@hono/zod-openapi'
import { answers, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { getGuide } from './guide.ts'
import { takeIdea, takeProposal } from './proposals.ts'
import * as schema from './schema.ts'
import { resumeStep, skipStep } from './skips.ts'

export const routes = newRouter()
  .openapi(
    createRoute({
      method: 'get',
      path: '/guide',
      operationId: 'getGuide',
      summary: 'The five steps of the first hour: what finished each, what is left, and what can be begun together',
      request: { query: schema.GuideQuery },
      responses: answers(200, schema.Guide, 'The steps'),
    }),
    (c) => read(c, (tx) => getGuide(tx, c.req.valid('query').locale)),
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/guide/skips/{step}',
      operationId: 'skipGuideStep',
      summary: 'Set a step aside that is not for this ecosystem',
      request: { params: schema.StepParam },
      responses: answers(200, schema.Skip, 'The step'),
    }),
    (c) => write(c, 200, (tx) => skipStep(tx, c.req.valid('param').step)),
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/guide/skips/{step}',
      operationId: 'resumeGuideStep',
      summary: 'Take a step up again',
      request: { params: schema.StepParam },
      responses: answers(200, schema.Skip, 'The step'),
    }),
    (c) => write(c, 200, (tx) => resumeStep(tx, c.req.valid('param').step)),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/guide/proposals/{key}/tasks',
      operationId: 'takeGuideProposal',
      summary: 'Make the tasks of a proposal, for oneself and with their days',
      request: { params: schema.ProposalParam, body: jsonBody(schema.Taking) },
      responses: answers(201, schema.MadeTasks, 'The tasks'),
    }),
    (c) => write(c, 201, async (tx) => ({ items: await takeProposal(tx, c.req.valid('param').key, c.req.valid('json').locale) })),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/guide/ideas',
      operationId: 'takeGuideIdea',
      summary: 'Make a task of an idea of one’s own',
      request: { body: jsonBody(schema.NewIdea) },
      responses: answers(201, schema.MadeTasks, 'The task'),
    }),
    (c) => write(c, 201, async (tx) => ({ items: await takeIdea(tx, c.req.valid('json')) })),
  )
