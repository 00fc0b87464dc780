import { createRoute } from '@hono/zod-openapi'
import { answers, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { chooseKind, getChosenKind } from './choice.ts'
import { getGuide } from './guide.ts'
import { listKindsOfEcosystem } from './kinds.ts'
import { takeIdea, takeProposal } from './proposals.ts'
import * as schema from './schema.ts'
import { resumeStep, skipStep } from './skips.ts'

/** For whoever is about to make an ecosystem, so for people without an account as well: the list is in the program and tells of nobody. */
export const installationRoutes = newRouter().openapi(
  createRoute({
    method: 'get',
    path: '/ecosystem-kinds',
    operationId: 'listKindsOfEcosystem',
    summary: 'The kinds of ecosystem one can start from, with the words each brings',
    request: { query: schema.KindsQuery },
    responses: answers(200, schema.KindsOfEcosystem, 'By name'),
  }),
  (c) => c.json({ items: listKindsOfEcosystem(c.req.valid('query').locale) }, 200),
)

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/ecosystem-kind',
    operationId: 'getKindOfEcosystem',
    summary: 'Which kind of ecosystem this one is',
    responses: answers(200, schema.ChosenKind, 'The choice'),
  }),
  (c) => read(c, getChosenKind),
)

routes.openapi(
  createRoute({
    method: 'put',
    path: '/ecosystem-kind',
    operationId: 'chooseKindOfEcosystem',
    summary: 'Choose the kind of ecosystem: its words are added, words of the kind before that nobody uses go',
    request: { body: jsonBody(schema.KindChoice) },
    responses: answers(200, schema.KindChange, 'What was added, kept and taken away'),
  }),
  (c) => write(c, 200, (tx) => chooseKind(tx, c.req.valid('json'))),
)

routes.openapi(
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

routes.openapi(
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

routes.openapi(
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

routes.openapi(
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

routes.openapi(
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
