import { createRoute } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, newRouter, read, write, writeFiles } from '../../kernel/http.ts'
import { Paging } from '../../kernel/paging.ts'
import { allow } from '../people/index.ts'
import { compareVersions } from './comparison.ts'
import { checkImport, getImport, importSales, listImports, undoImport } from './imports.ts'
import * as schema from './schema.ts'

const params = IdParam
/** No schema of zod: checking it would read the file into memory first. */
const FILES = {
  type: 'object',
  properties: { files: { type: 'array', items: { type: 'string', format: 'binary' }, description: 'One file, CSV or XLSX' } },
} as const
const request = { query: schema.ImportQuery, body: { required: true, content: { 'multipart/form-data': { schema: FILES } } } }

export const importRoutes = newRouter()

importRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/sale-imports',
    operationId: 'listSaleImports',
    summary: 'Files of sales that were booked, the newest first',
    request: { query: Paging },
    responses: answers(200, schema.ImportPage, 'A page'),
  }),
  (c) => read(c, (tx) => listImports(tx, c.req.valid('query'))),
)

importRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/sale-imports/check',
    operationId: 'checkSaleImport',
    summary: 'What would be booked of a file of sales, by recipient, and why not the other rows; nothing is booked or kept',
    request,
    responses: answers(200, schema.ImportCheck, 'What would be booked'),
  }),
  async (c) => {
    allow(c.var.ctx, 'sales.write')
    return await writeFiles(c, 200, (tx, files) => checkImport(tx, c.req.valid('query').settings, files))
  },
)

importRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/sale-imports',
    operationId: 'importSales',
    summary: 'Book the sales of a file; what was booked before is not booked again, and the file is not kept',
    request,
    responses: answers(201, schema.SaleImport, 'The import'),
  }),
  async (c) => {
    allow(c.var.ctx, 'sales.write')
    return await writeFiles(c, 201, (tx, files) => importSales(tx, c.req.valid('query').settings, files))
  },
)

importRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/sale-imports/{id}',
    operationId: 'getSaleImport',
    summary: 'A file of sales that was booked',
    request: { params },
    responses: answers(200, schema.SaleImport, 'The import'),
  }),
  (c) => read(c, (tx) => getImport(tx, c.req.valid('param').id)),
)

importRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/sale-imports/{id}/undoing',
    operationId: 'undoSaleImport',
    summary: 'Take a file of sales back: what is left of each is given back, and its reference is free again',
    request: { params },
    responses: answers(200, schema.SaleImport, 'The import'),
  }),
  (c) => write(c, 200, (tx) => undoImport(tx, c.req.valid('param').id)),
)

importRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/sales/comparison',
    operationId: 'compareSharingVersions',
    summary: 'Try two versions of a rule on the sales of some days: who would have got what; nothing is booked',
    request: { body: jsonBody(schema.Comparison) },
    responses: answers(200, schema.Compared, 'Recipient by recipient'),
  }),
  (c) => read(c, (tx) => compareVersions(tx, c.req.valid('json'))),
)
