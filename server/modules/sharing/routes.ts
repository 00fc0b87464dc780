import { createRoute, z } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { approveVersion, createRule, endRule, getRule, listRules, renameRule, restoreRule, writeVersion } from './rule-book.ts'
import * as schema from './schema.ts'
import { judge, tryRule } from './trial.ts'

const params = IdParam
const VersionParams = z.object({ ...IdParam.shape, versionId: z.uuid().openapi({ param: { name: 'versionId', in: 'path' } }) })
const whole = (said: string) => answers(200, schema.RuleWithVersions, said)

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/sharing/rules',
    operationId: 'listSharingRules',
    summary: 'The rules of sharing money, with the version that holds today',
    responses: answers(200, schema.RuleList, 'The rules'),
  }),
  (c) => read(c, listRules),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/sharing/rules',
    operationId: 'createSharingRule',
    summary: 'Write a rule down, with its first version; it holds once that is approved',
    request: { body: jsonBody(schema.NewRule) },
    responses: answers(201, schema.RuleWithVersions, 'The rule'),
  }),
  (c) => write(c, 201, (tx) => createRule(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/sharing/rules/{id}',
    operationId: 'getSharingRule',
    summary: 'A rule with its versions, in words',
    request: { params, query: schema.Language },
    responses: whole('The rule'),
  }),
  (c) => read(c, (tx) => getRule(tx, c.req.valid('param').id, c.req.valid('query').language)),
)

routes.openapi(
  createRoute({
    method: 'patch',
    path: '/sharing/rules/{id}',
    operationId: 'renameSharingRule',
    summary: 'Give a rule another name',
    request: { params, body: jsonBody(schema.RuleName) },
    responses: whole('The rule'),
  }),
  (c) => write(c, 200, (tx) => renameRule(tx, c.req.valid('param').id, c.req.valid('json').name)),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/sharing/rules/{id}',
    operationId: 'endSharingRule',
    summary: 'Take a rule out of the list',
    request: { params },
    responses: answers(200, schema.Ended, 'What was taken out'),
  }),
  (c) => write(c, 200, (tx) => endRule(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/sharing/rules/{id}/restoration',
    operationId: 'restoreSharingRule',
    summary: 'Put a rule back that was taken out',
    request: { params },
    responses: whole('The rule'),
  }),
  (c) => write(c, 200, (tx) => restoreRule(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/sharing/rules/{id}/versions',
    operationId: 'writeSharingVersion',
    summary: 'Write the next version of a rule; those before stay as they are',
    request: { params, body: jsonBody(schema.NewVersion) },
    responses: answers(201, schema.Version, 'The version'),
  }),
  (c) => write(c, 201, (tx) => writeVersion(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/sharing/rules/{id}/versions/{versionId}/approval',
    operationId: 'approveSharingVersion',
    summary: 'Let a version hold within its days',
    request: { params: VersionParams },
    responses: answers(200, schema.Version, 'The version'),
  }),
  (c) => write(c, 200, (tx) => approveVersion(tx, c.req.valid('param').id, c.req.valid('param').versionId)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/sharing/trials',
    operationId: 'trySharingRule',
    summary: 'Try a rule on sales: who gets what, exactly and in whole cents; nothing is kept',
    request: { body: jsonBody(schema.Trial) },
    responses: answers(200, schema.Tried, 'What would be shared'),
  }),
  async (c) => c.json(await tryRule(c.var.ctx, c.req.valid('json')), 200),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/sharing/fairness',
    operationId: 'judgeSharing',
    summary: 'Whether a sharing is fair: what each partner adds on average, and who would have more without the others',
    request: { body: jsonBody(schema.FairnessQuestion) },
    responses: answers(200, schema.Fairness, 'Partner by partner'),
  }),
  (c) => read(c, async (tx) => judge(tx, c.req.valid('json'))),
)
