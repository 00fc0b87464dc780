// Makes up input for any route of the OpenAPI document, so that the isolation test finds new routes by itself.
import type { Document } from './kernel/openapi.ts'

type Schema = {
  $ref?: string
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: unknown
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  exclusiveMinimum?: number
  default?: unknown
}

/** Strings that appear nowhere else, and the ids the input speaks of. */
export type Seed = { canary: string; id: (field: string) => string }

export type Route = {
  method: string
  path: string
  operationId: string
  params: string[]
  body: Schema | undefined
  mediaType: string | undefined
}

export function routesOf(document: Document): Route[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const [mediaType, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
      return {
        method: method.toUpperCase(),
        path,
        operationId: operation.operationId ?? `${method} ${path}`,
        params: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).filter((name) => name !== 'ecosystemId'),
        body: content?.schema as Schema | undefined,
        mediaType,
      }
    }),
  )
}

/** A value the schema takes, as far as a schema can say; strings hold the canary where they may. */
export function sampleOf(document: Document, schema: Schema, seed: Seed, field = ''): unknown {
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1)!
    return sampleOf(document, document.components?.schemas?.[name] as Schema, seed, field)
  }
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0]
  if (choice) return sampleOf(document, choice, seed, field)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => sampleOf(document, part, seed, field)))
  switch ([schema.type].flat()[0]) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, property]) => [name, sampleOf(document, property, seed, name)]),
      )
    case 'array':
      return schema.items ? [sampleOf(document, schema.items, seed, field)] : []
    case 'string':
      return sampleText(schema, seed, field)
    case 'integer':
    case 'number':
      return schema.minimum ?? (schema.exclusiveMinimum ?? 0) + 1
    case 'boolean':
      return false
    default:
      return seed.canary
  }
}

function sampleText(schema: Schema, seed: Seed, field: string): string {
  if (schema.format === 'uuid') return seed.id(field)
  if (schema.format === 'date-time') return '2026-03-01T10:00:00Z'
  if (schema.format === 'date') return '2026-03-01'
  if (field === 'email') return `${seed.canary}@example.org`
  if (field === 'website') return `https://${seed.canary}.example`
  if (field === 'country') return 'DE'
  if (field === 'timeZone') return 'Europe/Berlin'
  if (schema.pattern?.startsWith('^#')) return '#123456'
  if (schema.pattern) return seed.canary.replaceAll('-', '_')
  return seed.canary.slice(0, schema.maxLength ?? seed.canary.length)
}
