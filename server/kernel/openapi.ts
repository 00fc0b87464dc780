import { html } from 'hono/html'
import type { Router } from './http.ts'

type Schema = {
  $ref?: string
  type?: string | string[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  enum?: unknown[]
}
type Parameter = { name: string; in: string; required?: boolean; schema?: Schema; description?: string }
type Content = Record<string, { schema?: Schema }>
type Operation = {
  operationId?: string
  summary?: string
  description?: string
  parameters?: Parameter[]
  requestBody?: { content: Content }
  responses: Record<string, { description: string; content?: Content }>
}
export type Document = {
  openapi: string
  info: { title: string; version: string; description?: string }
  paths: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, Schema>; [key: string]: unknown }
  [key: string]: unknown
}

const ECOSYSTEM_PARAMETER: Parameter = { name: 'ecosystemId', in: 'path', required: true, schema: { type: 'string' } }

/** The OpenAPI 3.1 document of all routes. */
export function openApiDocument(app: Router): Document {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Tutti',
      version: '1',
      description:
        'Everything the web app does. Sign in with a session or send `Authorization: Bearer KEY` with an API key of the ecosystem. ' +
        'Lists are paged by cursor. A write with an `Idempotency-Key` is done once. Refusals are problem+json (RFC 9457).',
    },
  }) as unknown as Document
  for (const [path, operations] of Object.entries(document.paths)) {
    if (!path.includes('{ecosystemId}')) continue
    for (const operation of Object.values(operations)) {
      const others = (operation.parameters ?? []).filter(({ name }) => name !== ECOSYSTEM_PARAMETER.name)
      operation.parameters = [ECOSYSTEM_PARAMETER, ...others]
    }
  }
  document.components = {
    ...document.components,
    securitySchemes: { key: { type: 'http', scheme: 'bearer' }, session: { type: 'apiKey', in: 'cookie', name: 'tutti.session_token' } },
  }
  document.security = [{ key: [] }, { session: [] }]
  return document
}

/** The same document for people: plain HTML, without script. */
export function renderDocs(document: Document) {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Tutti API</title>
<link rel="icon" href="/assets/mark.svg"><link rel="stylesheet" href="/assets/docs.css"></head>
<body><main><h1>Tutti API</h1><p>${document.info.description}</p><p><a href="/api/openapi.json">OpenAPI 3.1 document</a></p>
<nav aria-label="Operations"><ul>${operations.map(
    ({ path, method, operation }) => html`<li><a href="#${operation.operationId ?? ''}"><code>${method} ${path}</code></a></li>`,
  )}</ul></nav>
${operations.map(operationSection)}
<h2>Schemas</h2>
${Object.entries(document.components?.schemas ?? {}).map(
  ([name, schema]) => html`<section id="schema-${name}"><h3>${name}</h3>${properties(schema)}</section>`,
)}
</main></body></html>`
}

function operationSection({ path, method, operation }: { path: string; method: string; operation: Operation }) {
  const body = Object.entries(operation.requestBody?.content ?? {})
  return html`<section id="${operation.operationId ?? ''}"><h2><code>${method} ${path}</code></h2>
<p>${operation.summary ?? operation.description ?? ''}</p>
${
  operation.parameters?.length
    ? html`<table><caption>Parameters</caption><thead><tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Type</th></tr></thead><tbody>${operation.parameters.map(
        (parameter) =>
          html`<tr><td><code>${parameter.name}</code>${parameter.required ? ' (required)' : ''}</td><td>${parameter.in}</td><td>${typeName(parameter.schema)}</td></tr>`,
      )}</tbody></table>`
    : ''
}
${body.map(([type, { schema }]) => html`<p>Body <code>${type}</code>: ${typeName(schema)}</p>${schema?.$ref ? '' : properties(schema)}`)}
<ul>${Object.entries(operation.responses).map(
    ([status, { description, content }]) =>
      html`<li>${status}: ${description} ${Object.values(content ?? {}).map(({ schema }) => typeName(schema))}</li>`,
  )}</ul></section>`
}

function properties(schema: Schema | undefined): ReturnType<typeof html> | string {
  const entries = Object.entries(schema?.properties ?? {})
  if (entries.length === 0) return ''
  return html`<table><thead><tr><th scope="col">Field</th><th scope="col">Type</th></tr></thead><tbody>${entries.map(
    ([name, field]) =>
      html`<tr><td><code>${name}</code>${schema?.required?.includes(name) ? ' (required)' : ''}</td><td>${typeName(field)}</td></tr>`,
  )}</tbody></table>`
}

function typeName(schema: Schema | undefined): ReturnType<typeof html> | string {
  if (!schema) return ''
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1) ?? ''
    return html`<a href="#schema-${name}">${name}</a>`
  }
  if (schema.enum) return schema.enum.map(String).join(' | ')
  if (schema.items) return html`list of ${typeName(schema.items)}`
  return [schema.type ?? 'any'].flat().join(' | ')
}
