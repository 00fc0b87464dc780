import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const SOURCES = fileURLToPath(new URL('../', import.meta.url))
const PLURAL = /_(zero|one|two|few|many|other)$/

type Texts = { [key: string]: string | Texts }

async function catalogue(language: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for (const file of globSync(`locales/${language}/**/*.ts`, { cwd: SOURCES })) {
    const { messages } = (await import(`${SOURCES}${file}`)) as { messages: Texts }
    flatten(basename(file, '.ts'), messages, texts)
  }
  return texts
}

function flatten(prefix: string, texts: Texts, into: Map<string, string>): void {
  for (const [key, text] of Object.entries(texts)) {
    if (typeof text === 'string') into.set(`${prefix}.${key}`, text)
    else flatten(`${prefix}.${key}`, text, into)
  }
}

const [en, de] = await Promise.all([catalogue('en'), catalogue('de')])
const bare = (key: string) => key.replace(PLURAL, '')
const keys = new Set([...en.keys()].map(bare))

/** All string literals of the web app that could be keys, and the patterns of template literals: `kinds.${key}` as /^kinds\..+$/. */
const literals = new Map<string, string>()
const asked = new Map<string, string>()
const patterns: RegExp[] = []
for (const file of globSync('**/*.{ts,tsx}', { cwd: SOURCES })) {
  if (/^locales\/|\.test\.ts$|^api-types/.test(file)) continue
  const source = readFileSync(`${SOURCES}${file}`, 'utf8')
  for (const [, key] of source.matchAll(/['"`]([a-z][\w-]*(?:\.[\w-]+)+)['"`]/gi)) literals.set(key as string, file)
  for (const [, key] of source.matchAll(/\bt\(\s*['"]([^'"]+)['"]/g)) asked.set(key as string, file)
  for (const [, template] of source.matchAll(/`([a-z][\w-]*\.[^`]*\$\{[^`]*)`/gi)) patterns.push(patternOf(template as string))
}

function patternOf(template: string): RegExp {
  const parts = template.split(/\$\{[^}]*\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.+')}$`)
}

test('both languages have the same keys', () => {
  assert.deepEqual(
    [...de.keys()].filter((key) => !en.has(key)),
    [],
    'only in German',
  )
  assert.deepEqual(
    [...en.keys()].filter((key) => !de.has(key)),
    [],
    'only in English',
  )
})

test('every key asked for exists', () => {
  assert.deepEqual(
    [...asked].filter(([key]) => !keys.has(key) && !en.has(key)),
    [],
  )
})

test('every key is asked for', () => {
  const unused = [...keys].filter((key) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)))
  assert.deepEqual(unused, [])
})

test('no text is empty, and both languages fill in the same values', () => {
  const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()
  for (const [key, text] of en) {
    const other = de.get(key)
    assert.notEqual(text.trim(), '', key)
    assert.notEqual(other?.trim(), '', key)
    // "one task" needs no number where the other language writes it
    if (!PLURAL.test(key)) assert.deepEqual(values(other ?? ''), values(text), key)
  }
})

test('no text of the catalogues shouts', () => {
  for (const [key, text] of [...en, ...de]) assert.ok(!text.includes('!'), key)
})
