// Holds the code to the rules of the house. Each test names the files that break one.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { parseSync } from 'rolldown/utils'
import { MODULES } from './modules.ts'

const FILE_LINES_MAX = 400
const FUNCTION_LINES_MAX = 70
const EXCUSE = /long because/

const files = globSync('{bin,bench,server,web}/**/*.{ts,tsx}', { exclude: ['**/node_modules/**', 'web/src/api-types.ts'] }).map(read)
const imports = files.flatMap(({ path, imports }) => imports.map((found) => ({ path, ...found })))
const inServer = imports.filter(({ path }) => path.startsWith('server/'))
const crossing = inServer.filter(({ path, target }) => moduleOf(target) && moduleOf(target) !== moduleOf(path))
const says = (found: { path: string; target: string }[]) => found.map(({ path, target }) => `${path} imports ${target}`)

test('every module is in the list', () => {
  const folders = globSync('server/modules/*').map((path) => path.split('/').at(-1)!)
  assert.deepEqual(
    folders.filter((name) => !MODULES.includes(name as (typeof MODULES)[number])),
    [],
  )
})

test('a module is entered by its index.ts only', () => {
  const inside = crossing.filter(({ path, target }) => !target.endsWith('/index.ts') && !isTest(path))
  assert.deepEqual(says(inside), [])
})

test('a module imports only modules listed above it', () => {
  const rank = (path: string) => MODULES.indexOf(moduleOf(path) as (typeof MODULES)[number])
  assert.deepEqual(says(crossing.filter(({ path, target }) => moduleOf(path) && !isTest(path) && rank(target) >= rank(path))), [])
})

test('the kernel runs without the modules', () => {
  const out = inServer.filter(({ path, target, typeOnly }) => isKernel(path) && !isKernel(target) && !typeOnly && !isTest(path))
  assert.deepEqual(says(out), [])
})

const PURE = new Set(['server/kernel/errors.ts', 'server/kernel/complaints.ts'])

test('rules.ts is pure: it imports rules, types, errors and complaints only, and knows no clock', () => {
  const rules = files.filter(({ path }) => path.endsWith('/rules.ts'))
  const impure = rules.flatMap(({ path, imports }) =>
    imports
      .filter(({ target, typeOnly }) => !typeOnly && !target.endsWith('/rules.ts') && !PURE.has(target))
      .map(({ target }) => ({ path, target })),
  )
  assert.deepEqual(says(impure), [])
  assert.deepEqual(
    rules.filter(({ text }) => /\bnew Date\(\)|Date\.now\(|Math\.random\(|\bawait\b/.test(text)).map(({ path }) => path),
    [],
  )
})

test('SQL names only tables of its own module', () => {
  const owners = tableOwners()
  const foreign = files
    .filter(({ path }) => moduleOf(path) && !isTest(path))
    .flatMap(({ path, text, program }) =>
      tablesNamed(text, program)
        .filter((table) => owners.has(table) && owners.get(table) !== moduleOf(path))
        .map((table) => `${path} names ${table}`),
    )
  assert.deepEqual([...new Set(foreign)], [])
})

test('the pieces of the web app know neither pages nor the API, pages know no other pages, and the web knows no server', () => {
  const web = imports.filter(({ path }) => path.startsWith('web/src/'))
  const ui = web.filter(({ path, target }) => path.startsWith('web/src/ui/') && /^web\/src\/(?!ui\/)/.test(target) && !isTest(path))
  const pageOf = (path: string) => /^web\/src\/pages\/([^/]+)/.exec(path)?.[1]
  const pages = web.filter(({ path, target }) => pageOf(path) && pageOf(target) && pageOf(path) !== pageOf(target))
  const server = web.filter(({ path, target }) => target.startsWith('server/') && !isTest(path))
  assert.deepEqual(says([...ui, ...pages, ...server]), [])
})

test('no file and no function is too long to be read at once', () => {
  const long = files
    .filter(({ text }) => !EXCUSE.test(text))
    .flatMap(({ path, text, program }) => [
      ...(text.split('\n').length > FILE_LINES_MAX ? [`${path}: ${text.split('\n').length} lines`] : []),
      ...(isTest(path) ? [] : longFunctions(text, program).map((lines) => `${path}: a function of ${lines} lines`)),
    ])
  assert.deepEqual(long, [])
})

function read(path: string) {
  const text = readFileSync(path, 'utf8')
  const { program, module } = parseSync(path, text)
  const found = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      name: moduleRequest.value,
      typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) => (moduleRequest ? [{ name: moduleRequest.value, typeOnly: isType }] : [])),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) => ({
      name: text.slice(moduleRequest.start + 1, moduleRequest.end - 1),
      typeOnly: false,
    })),
  ]
  const inside = found
    .filter(({ name }) => name.startsWith('.'))
    .map(({ name, typeOnly }) => ({ target: join(dirname(path), name), typeOnly }))
  return { path, text, program, imports: inside }
}

function moduleOf(path: string): string | undefined {
  return /^server\/modules\/([^/]+)\//.exec(path)?.[1]
}

function isKernel(path: string): boolean {
  return path.startsWith('server/kernel/')
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$|\/testing\.ts$|\/e2e\//.test(path)
}

/** Which module has which table: the names in the type `Tables` of each schema.ts. */
function tableOwners(): Map<string, string> {
  const owners = new Map<string, string>()
  for (const { path, text } of files.filter(({ path }) => path.endsWith('/schema.ts'))) {
    const tables = /export type Tables = \{\n([\s\S]*?)\n\}/.exec(text)?.[1] ?? ''
    for (const [, name] of tables.matchAll(/^ {2}'?([a-z_.]+)'?:/gm)) owners.set(name!, moduleOf(path)!)
  }
  return owners
}

/** Tables in calls of the query builder and in sql templates; prose about ties is no SQL. */
function tablesNamed(text: string, program: unknown): string[] {
  const builder = /(?:selectFrom|insertInto|updateTable|deleteFrom|[a-z]+Join)\(\s*'([a-z_.]+)/g
  const raw = /\b(?:from|join|into|update)\s+([a-z_]+(?:\.[a-z_]+)?)\b/g
  const statements = templatesIn(program).map(({ start, end }) => text.slice(start, end))
  return [...text.matchAll(builder), ...statements.flatMap((statement) => [...statement.matchAll(raw)])].map((match) => match[1]!)
}

type Node = { type?: string; start: number; end: number; tag?: Node; name?: string; object?: Node }

function templatesIn(node: unknown): Node[] {
  if (Array.isArray(node)) return node.flatMap(templatesIn)
  if (typeof node !== 'object' || node === null) return []
  const { type, tag } = node as Node
  const isSql = type === 'TaggedTemplateExpression' && (tag?.name === 'sql' || tag?.object?.name === 'sql')
  return isSql ? [node as Node] : Object.values(node).flatMap(templatesIn)
}

function longFunctions(text: string, node: unknown): number[] {
  if (Array.isArray(node)) return node.flatMap((child) => longFunctions(text, child))
  if (typeof node !== 'object' || node === null) return []
  const { type, start, end } = node as { type?: string; start?: number; end?: number }
  const isFunction = type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression'
  const lines = isFunction ? text.slice(start, end).split('\n').length : 0
  return [...(lines > FUNCTION_LINES_MAX ? [lines] : []), ...Object.values(node).flatMap((child) => longFunctions(text, child))]
}
