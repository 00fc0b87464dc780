import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldsIn, needsMeasures, readSettings, withKnownFields, writeSettings } from './settings.ts'

test('an empty address shows the network by force, coloured by kind, sized by neighbours', () => {
  assert.deepEqual(readSettings(new URLSearchParams()), {
    mode: 'network',
    layout: 'force',
    colour: 'kind',
    size: 'degree',
    heat: '',
    flows: '',
    within: '',
  })
})

test('settings are read back as written, and what is usual is not written', () => {
  const params = writeSettings(new URLSearchParams('kind=partners'), { mode: 'table', colour: 'field:turnover', size: 'degree' })
  assert.equal(params.toString(), 'kind=partners&view=table&colour=field%3Aturnover')
  assert.deepEqual(readSettings(params), { ...readSettings(new URLSearchParams()), mode: 'table', colour: 'field:turnover' })
  const ground = writeSettings(new URLSearchParams(), { heat: 'measure:core', flows: 'strength', within: 'filter' })
  assert.equal(ground.toString(), 'heat=measure%3Acore&flows=strength&within=filter')
  const { heat, flows, within } = readSettings(ground)
  assert.deepEqual([heat, flows, within], ['measure:core', 'strength', 'filter'])
  assert.equal(writeSettings(ground, { heat: '', flows: '', within: '' }).size, 0)
})

test('what is no setting counts as not given', () => {
  assert.deepEqual(
    readSettings(new URLSearchParams('view=cinema&layout=constructor&colour=field:<b>&heat=warm&flows=all&within=reason')),
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
  assert.deepEqual(fieldsIn({ ...settings, mode: 'geography', heat: 'field:d' }), ['b', 'c', 'd'])
  assert.deepEqual(fieldsIn({ ...settings, heat: 'field:d' }), ['a', 'b', 'c'])
  assert.equal(needsMeasures({ ...settings, heat: 'measure:core' }), false)
  assert.equal(needsMeasures({ ...settings, mode: 'geography', heat: 'measure:core' }), true)
  assert.deepEqual(fieldsIn({ ...settings, mode: 'table' }), [])
})

test('a field that there is not any more is as if nothing was said', () => {
  const settings = readSettings(new URLSearchParams('colour=field:gone&size=field:here&layout=kind&heat=field:gone'))
  assert.deepEqual(withKnownFields(settings, new Set(['here'])), { ...settings, colour: 'kind', heat: '' })
})
