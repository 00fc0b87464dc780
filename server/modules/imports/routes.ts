import { createRoute, z } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, newRouter, read, write, writeFiles } from '../../kernel/http.ts'
import { allow } from '../people/index.ts'
import { decideDuplicate, listDuplicates } from './duplicates.ts'
import {
  applyImport,
  cancelImport,
  changeImport,
  getImport,
  listImports,
  listRows,
  removeLeftovers,
  restoreLeftovers,
  startImport,
  undoImport,
} from './imports.ts'
import { exportMappings, importMappings, MappingFile, MappingOutcome } from './mapping-files.ts'
import * as schema from './schema.ts'
import { listSuppressions } from './suppressions.ts'

/** No schema of zod: checking it would read the files into memory first. */
const FILES = {
  type: 'object',
  properties: {
    files: { type: 'array', items: { type: 'string', format: 'binary' }, description: 'One or more files that belong together' },
  },
} as const

const imports = newRouter()

imports.openapi(
  createRoute({
    method: 'get',
    path: '/imports',
    operationId: 'listImports',
    summary: 'Imports, the newest first',
    request: { query: schema.ImportList },
    responses: answers(200, schema.ImportPage, 'A page'),
  }),
  (c) => read(c, (tx) => listImports(tx, c.req.valid('query'))),
)

imports.openapi(
  createRoute({
    method: 'post',
    path: '/imports',
    operationId: 'startImport',
    summary: 'Send files; they are recognised at once and checked in the background. Nothing is written to the map',
    request: { body: { required: true, content: { 'multipart/form-data': { schema: FILES } } } },
    responses: answers(201, schema.Import, 'The import'),
  }),
  async (c) => {
    allow(c.var.ctx, 'imports.write')
    return await writeFiles(c, 201, startImport)
  },
)

imports.openapi(
  createRoute({
    method: 'get',
    path: '/imports/{id}',
    operationId: 'getImport',
    summary: 'An import: how far it is, what its files are, what it would do or did',
    request: { params: IdParam },
    responses: answers(200, schema.Import, 'The import'),
  }),
  (c) => read(c, (tx) => getImport(tx, c.req.valid('param').id)),
)

imports.openapi(
  createRoute({
    method: 'patch',
    path: '/imports/{id}',
    operationId: 'changeImport',
    summary: 'Say how the files are to be read; they are checked again',
    request: { params: IdParam, body: jsonBody(schema.ImportChange) },
    responses: answers(200, schema.Import, 'The import'),
  }),
  (c) => write(c, 200, (tx) => changeImport(tx, c.req.valid('param').id, c.req.valid('json'))),
)

imports.openapi(
  createRoute({
    method: 'get',
    path: '/imports/{id}/rows',
    operationId: 'listImportRows',
    summary: 'What becomes of each row, and why',
    request: { params: IdParam, query: schema.RowList },
    responses: answers(200, schema.ImportRowPage, 'A page'),
  }),
  (c) => read(c, (tx) => listRows(tx, c.req.valid('param').id, c.req.valid('query'))),
)

imports.openapi(
  createRoute({
    method: 'post',
    path: '/imports/{id}/application',
    operationId: 'applyImport',
    summary: 'Write to the map what the check showed, all of it or nothing',
    request: { params: IdParam },
    responses: answers(202, schema.Import, 'The import, being written'),
  }),
  (c) => write(c, 202, (tx) => applyImport(tx, c.req.valid('param').id)),
)

imports.openapi(
  createRoute({
    method: 'delete',
    path: '/imports/{id}/application',
    operationId: 'undoImport',
    summary: 'Take back what an import did; what was built on since stays and is named',
    request: { params: IdParam },
    responses: answers(202, schema.Import, 'The import, being taken back'),
  }),
  (c) => write(c, 202, (tx) => undoImport(tx, c.req.valid('param').id)),
)

imports.openapi(
  createRoute({
    method: 'delete',
    path: '/imports/{id}/leftovers',
    operationId: 'removeLeftovers',
    summary: 'Take the parties off the map too that an undo left and named',
    request: { params: IdParam },
    responses: answers(200, schema.Import, 'The import'),
  }),
  (c) => write(c, 200, (tx) => removeLeftovers(tx, c.req.valid('param').id)),
)

imports.openapi(
  createRoute({
    method: 'post',
    path: '/imports/{id}/leftovers/restoration',
    operationId: 'restoreLeftovers',
    summary: 'Put the parties back that an undo had left',
    request: { params: IdParam },
    responses: answers(200, schema.Import, 'The import'),
  }),
  (c) => write(c, 200, (tx) => restoreLeftovers(tx, c.req.valid('param').id)),
)

imports.openapi(
  createRoute({
    method: 'post',
    path: '/imports/{id}/cancellation',
    operationId: 'cancelImport',
    summary: 'Give an import up, or stop writing it or taking it back',
    request: { params: IdParam },
    responses: answers(200, schema.Import, 'The import'),
  }),
  (c) => write(c, 200, (tx) => cancelImport(tx, c.req.valid('param').id)),
)

const reviews = newRouter()
  .openapi(
    createRoute({
      method: 'get',
      path: '/duplicates',
      operationId: 'listDuplicates',
      summary: 'Pairs that may be one organisation, the likeliest first',
      request: { query: schema.ImportList },
      responses: answers(200, schema.DuplicatePage, 'A page'),
    }),
    (c) => read(c, (tx) => listDuplicates(tx, c.req.valid('query'))),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/duplicates/{id}/decision',
      operationId: 'decideDuplicate',
      summary: 'Say whether a pair is one organisation; remembered, and changed by another decision',
      request: { params: IdParam, body: jsonBody(schema.Decision) },
      responses: answers(200, z.object({ id: z.uuid(), decision: z.string(), mergeId: z.uuid().nullable() }), 'The decision'),
    }),
    (c) => write(c, 200, (tx) => decideDuplicate(tx, c.req.valid('param').id, c.req.valid('json'))),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/suppressions',
      operationId: 'listSuppressions',
      summary: 'Addresses that asked not to be written to',
      request: { query: schema.ImportList },
      responses: answers(200, schema.SuppressionPage, 'A page'),
    }),
    (c) => read(c, (tx) => listSuppressions(tx, c.req.valid('query'))),
  )

const mappings = newRouter()
  .openapi(
    createRoute({
      method: 'get',
      path: '/import-mappings',
      operationId: 'exportImportMappings',
      summary: 'How lists are read here, as a file for others',
      responses: answers(200, MappingFile, 'The file'),
    }),
    (c) => read(c, (tx) => exportMappings(tx)),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/import-mappings',
      operationId: 'importImportMappings',
      summary: 'Take over how others read their lists, all of the file or nothing',
      request: { body: jsonBody(MappingFile) },
      responses: answers(200, MappingOutcome, 'What came of it'),
    }),
    (c) => write(c, 200, (tx) => importMappings(tx, c.req.valid('json'))),
  )

export const routes = newRouter().route('/', imports).route('/', mappings).route('/', reviews)
