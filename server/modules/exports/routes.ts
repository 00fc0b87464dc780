import { createRoute } from '@hono/zod-openapi'
import { answerFile, fileAnswers } from '../../kernel/downloads.ts'
import { jsonBody, newRouter } from '../../kernel/http.ts'
import { makeExport } from './exports.ts'
import { NewExport } from './schema.ts'

export const routes = newRouter().openapi(
  createRoute({
    method: 'post',
    path: '/exports',
    operationId: 'makeExport',
    summary: 'What one may see, as a file',
    description:
      'Answers the file itself, while it is written. It is a POST because the log notes who took how much; nothing is kept of the file, so an Idempotency-Key has no meaning here: asked again, it is made anew.',
    request: { body: jsonBody(NewExport) },
    responses: fileAnswers('The file'),
  }),
  async (c) => answerFile(c, await makeExport(c.var.ctx, c.req.valid('json'))),
)
