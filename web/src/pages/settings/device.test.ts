import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceOf } from './device.ts'

test('browsers that call themselves by the names of others are told apart', () => {
  const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
  assert.deepEqual(deviceOf(chrome), { browser: 'Chrome', system: 'Linux' })
  assert.deepEqual(deviceOf(`${chrome} Edg/140.0`), { browser: 'Edge', system: 'Linux' })
  const phone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1'
  assert.deepEqual(deviceOf(phone), { browser: 'Safari', system: 'iOS' })
  assert.deepEqual(deviceOf('curl/8.0'), { browser: undefined, system: '?' })
  assert.deepEqual(deviceOf(null), { browser: undefined, system: '?' })
})
