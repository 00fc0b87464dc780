import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldsIn, needsMeasures, readSettings, withKnownFields, writeSettings } from './settings.ts'

test('an empty address shows the network by force, coloured by kind, sized by neighbours', () => {
  assert.deepEqual(readSettings(new URLSearchParams()), { mode: 'network', layout: 'force', colour: 'kind', size: 'degree' })
})

test('settings are read back as written, and what is usual is not written', () => {
  const params = writeSettings(new URLSearchParams('kind=partners'), { mode: 'table', colour: 'field:turnover', size: 'degree' })
  assert.equal(params.toString(), 'kind=partners&view=table&colour=field%3Aturnover')
  assert.deepEqual(readSettings(params), { mode: 'table', layout: 'force', colour: 'field:turnover', size: 'degree' })
})

test('what is no setting counts as not given', () => {
  assert.deepEqual(
    readSettings(new URLSearchParams('view=cinema&layout=constructor&colour=field:<b>')),
    readSettings(new URLSearchParams()),
  )
})

test('fields and measures that are read are known', () => {
  const settings = readSettings(new URLSearchParams('colour=field:b&size=measure:betweenness&layout=field:a'))
  assert.deepEqual(fieldsIn(settings), ['a', 'b'])
  assert.ok(needsMeasures(settings))
})

test('only what is shown asks for fields', () => {
  const settings = readSettings(new URLSearchParams('colour=field:b&size=field:c&layout=field:a'))
  assert.deepEqual(fieldsIn({ ...settings, mode: 'geography' }), ['b', 'c'])
  assert.deepEqual(fieldsIn({ ...settings, mode: 'table' }), [])
})

test('a field that there is not any more is as if nothing was said', () => {
  const settings = readSettings(new URLSearchParams('colour=field:gone&size=field:here&layout=kind'))
  assert.deepEqual(withKnownFields(settings, new Set(['here'])), { mode: 'network', layout: 'kind', colour: 'kind', size: 'field:here' })
})
