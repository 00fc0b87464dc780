import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { messages as nameDe } from '../../../web/src/locales/de/nace.ts'
import { messages as nameEn } from '../../../web/src/locales/en/nace.ts'
import { OWN_COLOURS as SHOWN_COLOURS, OWN_SHAPES as SHOWN_SHAPES } from '../../../web/src/ui/kinds.ts'
import { testApi, testDatabase, testEcosystem } from '../../kernel/testing.ts'
import { KINDS, OWN_COLOURS, OWN_SHAPES } from '../parties/index.ts'
import { TIE_TYPES } from '../ties/index.ts'
import { installationRoutes } from './index.ts'
import { freeLook, isSameWord, isUnchanged, OTHER_KIND } from './rules.ts'
import { GENERAL, KINDS_OF_ECOSYSTEM, readKinds } from './templates.ts'

const { db } = await testDatabase()
const kinds = new URL('templates/kinds/', import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'tutti-kinds-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** The kinds with one file changed, or one more. */
function changed(name: string, change: (food: Record<string, unknown>) => unknown) {
  const copy = mkdtempSync(join(folder, 'x-'))
  cpSync(kinds, copy, { recursive: true })
  const food = JSON.parse(readFileSync(new URL('food.json', kinds), 'utf8'))
  const content = change(food)
  writeFileSync(join(copy, name), typeof content === 'string' ? content : JSON.stringify(content))
  return () => readKinds(pathToFileURL(`${copy}/`), GENERAL)
}

test('there are six kinds of ecosystem to start from, each with first steps and projects', () => {
  const found = KINDS_OF_ECOSYSTEM.map(({ key }) => key)
  assert.deepEqual(found, ['business-park', 'crafts', 'energy', 'food', 'high-street', 'tourism'])
  for (const { key, proposals } of KINDS_OF_ECOSYSTEM) {
    for (const step of ['joint_step', 'project']) assert.ok(proposals.filter((each) => each.step === step).length >= 3, `${key} ${step}`)
  }
})

test('a word that several kinds bring is the same in each, and none is a word everybody has', () => {
  const seen = new Map<string, unknown>()
  const taken = new Set([...KINDS.map(({ key }) => `kinds.${key}`), ...Object.keys(TIE_TYPES).map((key) => `tieTypes.${key}`)])
  for (const kind of KINDS_OF_ECOSYSTEM) {
    for (const type of ['kinds', 'fields', 'tieTypes'] as const) {
      for (const word of kind[type]) {
        const name = `${type}.${word.key}`
        assert.ok(!taken.has(name), name)
        assert.deepEqual(word, seen.get(name) ?? word, `${kind.key} ${name}`)
        seen.set(name, word)
      }
    }
    const looks = kind.kinds.map(({ colour, shape }) => `${colour} ${shape}`)
    assert.equal(new Set(looks).size, looks.length, `${kind.key}: two kinds look the same`)
  }
})

test('every typical sector has a name of its own in both languages', () => {
  for (const { key, sectors } of KINDS_OF_ECOSYSTEM) {
    for (const code of sectors) for (const names of [nameEn, nameDe]) assert.ok(code.replace('.', '') in names, `${key} ${code}`)
    assert.equal(new Set(sectors).size, sectors.length, key)
  }
})

test('a file that is not right is refused, with its name and the reason', () => {
  assert.equal(changed('harbour.json', ({ proposals: _, ...food }) => ({ ...food, proposals: GENERAL.slice(0, 4).map((one, n) => ({ ...one, key: `harbour_${n}` })) }))().length, 7) // biome-ignore format: one line reads better
  assert.throws(
    changed('food.json', (food) => ({ ...food, colour: 'green' })),
    /food\.json is not right: .*colour/s,
  )
  assert.throws(
    changed('food.json', ({ name: _, ...food }) => food),
    /food\.json is not right/,
  )
  assert.throws(
    changed('food.json', (food) => ({ ...food, name: { en: 'Food' } })),
    /food\.json is not right: .*de/s,
  )
  assert.throws(
    changed('food.json', (food) => ({ ...food, sectors: ['34', ...(food.sectors as string[])] })),
    /no code of NACE/,
  )
  assert.throws(
    changed('food.json', () => '{ "name": '),
    /food\.json is not right/,
  )
  assert.throws(
    changed('harbour.json', (food) => food),
    /Two proposals have the key food_/,
  )
  assert.throws(
    changed(`${OTHER_KIND}.json`, (food) => food),
    /no name for a kind/,
  )
  const field = { key: 'x_y', label: { en: 'x', de: 'x' }, type: 'choice' }
  assert.throws(
    changed('food.json', (food) => ({ ...food, fields: [field] })),
    /A choice has choices/,
  )
})

test('the file that the guide for writing one shows is right', () => {
  const [, example] = /```json\n(.*?)```/s.exec(readFileSync(new URL('../../../docs/first-hour.md', import.meta.url), 'utf8')) ?? []
  const kinds = changed('harbour-town.json', () => example)()
  assert.equal(kinds.find(({ key }) => key === 'harbour-town')?.name.de, 'Hafenstadt')
})

test('the looks a file may choose are those the app draws for own kinds', () => {
  assert.deepEqual([OWN_COLOURS, OWN_SHAPES], [SHOWN_COLOURS, SHOWN_SHAPES])
})

test('a look that is taken is replaced by one that is free, as long as there is one', () => {
  const wanted = { colour: 'red', shape: 'drop' }
  const look = (taken: (typeof wanted)[]) => freeLook(wanted, taken, ['red', 'blue'], ['drop', 'star'])
  assert.deepEqual(look([]), wanted)
  const taken: (typeof wanted)[] = []
  for (let count = 0; count < 4; count++) taken.push(look(taken))
  assert.equal(new Set(taken.map(({ colour, shape }) => colour + shape)).size, 4)
  assert.deepEqual(look(taken), wanted)
})

test('words are the same by key or by name, and unchanged in whatever order they are kept', () => {
  const beds = { type: 'field' as const, key: 'beds', label: 'Beds', value: {} }
  assert.ok(isSameWord(beds, { ...beds, key: 'number', label: ' beds ' }))
  assert.ok(isSameWord(beds, { ...beds, label: 'Places' }))
  assert.ok(!isSameWord(beds, { ...beds, type: 'kind' }))
  assert.ok(isUnchanged({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 }))
  assert.ok(!isUnchanged({ a: ['x', 'y'] }, { a: ['y', 'x'] }))
})

test('the list is there for everybody, in their language, by name', async () => {
  const { viewer } = await testEcosystem(db)
  const call = testApi(db, [installationRoutes])
  const names = async (query: string) =>
    (await call(viewer, 'GET', `/ecosystem-kinds${query}`)).json.items.map((kind: { name: string }) => kind.name)
  assert.deepEqual(await names(''), ['Business park', 'Crafts network', 'Energy community', 'Food network', 'High street', 'Tourism destination']) // biome-ignore format: one line reads better
  assert.equal((await names('?locale=de'))[0], 'Energiegemeinschaft')
  assert.equal((await call(viewer, 'GET', '/ecosystem-kinds?locale=fr')).status, 422)
})
