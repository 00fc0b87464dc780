// Every schema of every route is walked: whatever it can complain about needs a code of ours, and a text in each language of the web app.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { z } from '@hono/zod-openapi'
import { messages as de } from '../web/src/locales/de/later/complaints.ts'
import { messages as en } from '../web/src/locales/en/later/complaints.ts'
import { createApi } from './api.ts'
import { COMPLAINT_CODES, complaintOf } from './kernel/complaints.ts'
import { openDb, openPool } from './kernel/db.ts'
import { readIdsOf } from './modules/parties/index.ts'
import { installAccounts } from './modules/people/index.ts'

type Schema = z.core.$ZodTypes
type Check = z.core.$ZodChecks
type Found = { where: string; issue: z.core.$ZodIssue }

const routes = registeredRoutes()
const found = routes.flatMap(({ where, schema }) => issuesOf(schema, where))

test('whatever a schema of a route can complain about has a code of its own', () => {
  assert.ok(routes.length > 60, `${routes.length} schemas of routes`)
  const without = found.filter(({ issue }) => complaintOf(issue).code === 'invalid')
  assert.deepEqual([...new Set(without.map(({ where, issue }) => `${where}: ${JSON.stringify(issue)}`))], [])
})

test('every sentence gets its values', () => {
  for (const { where, issue } of found) {
    const { code, message, values = {} } = complaintOf(issue)
    for (const name of COMPLAINT_CODES.get(code)!) assert.notEqual(values[name] ?? '', '', `${where}: ${message}`)
  }
})

test('each language has a text for every code and for none else, and fills in only what the code carries', () => {
  const codes = [...COMPLAINT_CODES.keys()].sort()
  for (const texts of [en, de] as Record<string, string>[]) {
    assert.deepEqual(Object.keys(texts).sort(), codes)
    for (const [code, names] of COMPLAINT_CODES) {
      for (const [, name] of texts[code]!.matchAll(/\{\{(\w+)\}\}/g)) assert.ok(names.includes(name!), `${code}: ${name}`)
    }
  }
})

test('every code is said somewhere', () => {
  const sources = globSync('server/**/*.ts', { exclude: (name) => /\.test\.ts$/.test(String(name)) })
    .filter((path) => path !== 'server/kernel/complaints.ts')
    .map((path) => readFileSync(path, 'utf8'))
  const bySchemas = new Set(found.map(({ issue }) => complaintOf(issue).code))
  const unsaid = [...COMPLAINT_CODES.keys()].filter(
    (code) => code !== 'invalid' && !bySchemas.has(code) && !sources.some((source) => source.includes(`'${code}'`)),
  )
  assert.deepEqual(unsaid, [])
})

test('the walk finds what a schema really complains about', () => {
  const Sample = z.strictObject({
    text: z.string().min(2).max(3),
    one: z.string().min(1),
    number: z.number().min(-90).max(90),
    above: z.number().positive(),
    whole: z.int().max(5),
    list: z.array(z.uuid()).min(2).max(3),
    choice: z.enum(['a', 'b']),
    either: z.union([z.boolean(), z.null()]),
    map: z.record(z.string().regex(/^a/, 'key_form'), z.email()),
    day: z.iso.date(),
  })
  const wrong: unknown[] = [
    {
      text: 'a',
      one: '',
      number: -91,
      above: 0,
      whole: 1.5,
      list: [],
      choice: 'c',
      either: 1,
      map: { b: 'a@example.org' },
      day: 'x',
      more: 1,
    },
    { text: 'abcd', one: 1, number: 91, above: 'x', whole: 6, list: ['', '', '', ''], choice: 'c', either: 1, map: { a: 'x' }, day: '' },
    { list: 1, map: 1 },
    { list: ['', ''] },
    1,
  ]
  const codesOf = (issues: readonly z.core.$ZodIssue[]) => issues.map((issue) => complaintOf(issue).code)
  const real = new Set(wrong.flatMap((value) => codesOf(Sample.safeParse(value).error!.issues)))
  const walked = new Set(codesOf(issuesOf(Sample as unknown as Schema, 'sample').map(({ issue }) => issue)))
  assert.deepEqual(
    [...real].filter((code) => !walked.has(code)),
    [],
  )
  assert.deepEqual(
    [...real].sort().join(' '),
    'date_needed email_needed empty id_needed key_form keys_unknown list_needed no_form_fits not_above number_needed object_needed text_needed too_few too_large too_long too_many too_short too_small value_unknown whole_number_needed',
  )
})

function registeredRoutes(): { where: string; schema: Schema }[] {
  // only the routes' descriptions are read: nothing connects
  const pool = openPool({})
  const db = openDb(pool)
  const now = () => new Date()
  const nothing = { mail: undefined, oidc: undefined, trustedProxies: [], dataFolder: tmpdir() }
  const accounts = installAccounts({ ...nothing, db, pool, now, idsOfParty: readIdsOf, url: 'http://localhost', secret: '-'.repeat(32) })
  const app = createApi({ db, now, accounts, origins: [] })
  return app.openAPIRegistry.definitions.flatMap((definition) => {
    if (definition.type !== 'route') return []
    const { method, path, request = {} } = definition.route
    const { params, query, body } = request
    const bodies = Object.values(body?.content ?? {}).flatMap((content) => (content && 'schema' in content ? [content.schema] : []))
    return [params, query, ...bodies]
      .filter((schema) => schema instanceof z.ZodType)
      .map((schema) => ({ where: `${method} ${path}`, schema: schema as unknown as Schema }))
  })
}

/** All that a schema and what is inside it can complain about. Throws for a sort of schema or check that it does not know. */
function issuesOf(schema: Schema, where: string): Found[] {
  const { def } = schema._zod
  const checks = ((def.checks ?? []) as Check[]).flatMap((check) => issueOfCheck(check, def.type))
  const own = [...ownIssues(schema), ...checks].map((issue) => ({ where, issue: said(issue) }))
  return [...own, ...insideOf(schema).flatMap(([name, inner]) => issuesOf(inner as Schema, name === '' ? where : `${where} ${name}`))]
}

type Made = { code: string; inst?: { error?: unknown }; [field: string]: unknown }

/** The sentence as zod would choose it: that of the check, where it has one. */
function said({ inst, ...issue }: Made): z.core.$ZodIssue {
  const sentence = typeof inst?.error === 'function' ? inst.error(issue) : undefined
  return { ...issue, path: [], message: sentence ?? 'as zod says' } as unknown as z.core.$ZodIssue
}

function ownIssues(schema: Schema): Made[] {
  const { def } = schema._zod
  const typed = { code: 'invalid_type', expected: def.type }
  switch (def.type) {
    case 'object':
      return def.catchall ? [typed, { code: 'unrecognized_keys', keys: ['x'] }] : [typed]
    case 'string':
      return 'check' in def ? [typed, ...issueOfCheck(schema as unknown as Check, 'string')] : [typed]
    case 'number':
      return 'check' in def ? [typed, ...issueOfCheck(schema as unknown as Check, 'number')] : [typed]
    case 'boolean':
    case 'array':
    case 'record':
      return [typed]
    case 'enum':
      return [{ code: 'invalid_value', values: Object.values(def.entries) }]
    case 'literal':
      return [{ code: 'invalid_value', values: def.values }]
    case 'union':
      return [{ code: 'invalid_union', errors: [] }]
    case 'null':
    case 'unknown':
    case 'any':
    case 'optional':
    case 'nullable':
    case 'default':
    case 'pipe':
    case 'transform':
      return []
    default:
      assert.fail(`the walk does not know ${def.type}`)
  }
}

function insideOf(schema: Schema): [string, unknown][] {
  const { def } = schema._zod
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape)
    case 'array':
      return [['[]', def.element]]
    case 'record':
      return [
        ['{}', def.keyType],
        ['{}', def.valueType],
      ]
    case 'union':
      return def.options.map((option) => ['', option])
    case 'optional':
    case 'nullable':
    case 'default':
      return [['', def.innerType]]
    case 'pipe':
      return [
        ['', def.in],
        ['', def.out],
      ]
    default:
      return []
  }
}

function issueOfCheck(check: Check, origin: string): Made[] {
  const { def } = check._zod
  const inst = def as { error?: unknown }
  switch (def.check) {
    case 'greater_than':
      return [{ code: 'too_small', origin, minimum: def.value, inclusive: def.inclusive, inst }]
    case 'less_than':
      return [{ code: 'too_big', origin, maximum: def.value, inclusive: def.inclusive, inst }]
    case 'min_length':
      return [{ code: 'too_small', origin, minimum: def.minimum, inclusive: true, inst }]
    case 'max_length':
      return [{ code: 'too_big', origin, maximum: def.maximum, inclusive: true, inst }]
    case 'number_format':
      return [
        { code: 'invalid_type', expected: 'int', inst },
        { code: 'too_big', origin: 'int', maximum: Number.MAX_SAFE_INTEGER, inclusive: true, inst },
        { code: 'too_small', origin: 'int', minimum: Number.MIN_SAFE_INTEGER, inclusive: true, inst },
      ]
    case 'string_format':
      return [{ code: 'invalid_format', format: def.format, inst }]
    case 'overwrite':
      return []
    case 'custom' as never:
      return [{ code: 'custom', params: (def as { params?: object }).params, inst }]
    default:
      assert.fail(`the walk does not know the check ${(def as { check: string }).check}`)
  }
}
