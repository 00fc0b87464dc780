import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Hono } from 'hono'
import { addressBlock, clientAddress } from './client.ts'

/** A request as the server sees it: from `remote`, with what proxies wrote. */
async function seen(remote: string, forwarded: string | undefined, trusted: readonly string[]): Promise<string> {
  const app = new Hono().get('/', (c) => c.text(clientAddress(c, trusted)))
  const env = { incoming: { socket: { remoteAddress: remote, remotePort: 1, remoteFamily: 'IPv4' } } }
  const response = await app.request('/', { headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }, env)
  return await response.text()
}

test('without trusted proxies the header of a stranger is not believed', async () => {
  assert.equal(await seen('203.0.113.5', '198.51.100.1', []), '203.0.113.5')
  assert.equal(await seen('203.0.113.5', undefined, []), '203.0.113.5')
})

test('behind trusted proxies the client is the last address that is none of them', async () => {
  const trusted = ['127.0.0.1/32', '10.0.0.0/8']
  assert.equal(await seen('127.0.0.1', '198.51.100.1', trusted), '198.51.100.1')
  assert.equal(await seen('127.0.0.1', '6.6.6.6, 198.51.100.1, 10.1.2.3', trusted), '198.51.100.1')
  assert.equal(await seen('203.0.113.5', '198.51.100.1', trusted), '203.0.113.5')
  assert.equal(await seen('127.0.0.1', 'nonsense', trusted), '127.0.0.1')
  assert.equal(await seen('127.0.0.1', '10.0.0.9', trusted), '10.0.0.9')
})

test('IPv4 inside IPv6 is the same address, and IPv6 is matched by its own blocks', async () => {
  assert.equal(await seen('::ffff:203.0.113.5', undefined, []), '203.0.113.5')
  assert.equal(await seen('::ffff:127.0.0.1', '2001:db8::7', ['127.0.0.1/32']), '2001:db8::7')
  assert.equal(await seen('::1', '198.51.100.1', ['::1/128']), '198.51.100.1')
})

test('a client is counted by its IPv4 address or the /64 of its IPv6 address', () => {
  assert.equal(addressBlock('203.0.113.5'), '203.0.113.5')
  assert.equal(addressBlock('::ffff:203.0.113.5'), '203.0.113.5')
  assert.equal(addressBlock('2001:db8:0:7::1'), '2001:db8:0:7::/64')
  assert.equal(addressBlock('2001:db8:0:7:ffff::2'), addressBlock('2001:db8:0:7::1'))
  assert.notEqual(addressBlock('2001:db8:0:8::1'), addressBlock('2001:db8:0:7::1'))
})
