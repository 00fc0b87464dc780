// Every event is told in the workspace, so each needs a sentence in every language.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { messages as de } from '../web/src/locales/de/happenings.ts'
import { messages as deLater } from '../web/src/locales/de/later/happenings.ts'
import { messages as en } from '../web/src/locales/en/happenings.ts'
import { messages as enLater } from '../web/src/locales/en/later/happenings.ts'

const PLURAL = /_(?:one|other)$/

/** The types of events, as the modules declare them and as they are emitted. */
function eventTypes(): string[] {
  const declared = globSync('server/modules/*/schema.ts').flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/^ {2}'([a-z_]+\.[a-z_]+)':/gm),
  ])
  const sources = globSync('server/{modules,kernel}/**/*.ts', { exclude: (name) => /\.test\.ts$/.test(String(name)) })
  const emitted = sources.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\bemit\([^']{1,40}'([a-z_]+\.[a-z_]+)'/g)])
  return [...new Set([...declared, ...emitted].map(([, type]) => type!))].filter((type) => !type.startsWith('auth.'))
}

test('every event has a sentence in each language', () => {
  const types = eventTypes()
  assert.ok(types.length > 60, `${types.length} events`)
  for (const [language, texts] of Object.entries({ en: { ...en, ...enLater }, de: { ...de, ...deLater } })) {
    const told = new Set(Object.keys(texts).map((key) => key.replace(PLURAL, '')))
    assert.deepEqual(
      types.filter((type) => !told.has(type.replaceAll('.', '_'))),
      [],
      language,
    )
  }
})
