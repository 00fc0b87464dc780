import { createRoute } from '@hono/zod-openapi'
import { answers, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { listSamples, loadSample, removeSample } from './samples.ts'
import { LoadedSample, RemovedSample, SampleList, SampleLoading, SampleParam } from './schema.ts'

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/samples',
    operationId: 'listSamples',
    summary: 'The samples, their makers and licences, and which are loaded',
    responses: answers(200, SampleList, 'The samples'),
  }),
  (c) => read(c, async (tx) => ({ items: await listSamples(tx) })),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/samples/{key}',
    operationId: 'loadSample',
    summary: 'Put a sample on the map',
    request: { params: SampleParam, body: jsonBody(SampleLoading) },
    responses: answers(201, LoadedSample, 'What was added'),
  }),
  (c) => write(c, 201, (tx) => loadSample(tx, c.req.valid('param').key, c.req.valid('json').locale)),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/samples/{key}',
    operationId: 'removeSample',
    summary: 'Take a sample off the map for good; what was built on it stays',
    request: { params: SampleParam },
    responses: answers(200, RemovedSample, 'What went and what stays'),
  }),
  (c) => write(c, 200, (tx) => removeSample(tx, c.req.valid('param').key)),
)
