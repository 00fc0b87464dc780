// What a delivery report says, and what nobody can make of a mail that only looks like one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newId } from '../../kernel/ids.ts'
import { threadWork } from '../../kernel/thread-work.ts'
import { judge, parseFates, readReport } from './report.ts'
import { deliveryReport } from './testing.ts'
import { findIdIn, tokenOf } from './tokens.ts'

const SECRET = 'a secret of more than thirty-two characters'
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'
const read = async (source: string) => await readReport(Buffer.from(source, 'latin1'))
const outcomeOf = (...fates: [string, string][]) => judge(fates.map(([action, status]) => ({ action, status }))).outcome

test('the fields of each recipient are read, however they are written, and nothing else', () => {
  const text =
    'Reporting-MTA: dns; mx.example.org\r\nArrival-Date: today\r\n\r\nFinal-Recipient: rfc822; a@example.org\r\nACTION: Failed\r\nStatus : 5.1.1 (no such user)\r\nDiagnostic-Code: smtp; 550\r\n Status: 4.0.0\r\n\r\n\r\nAction: delayed (still trying)\nStatus:\n 4.4.1\n'
  assert.deepEqual(parseFates(text), [
    { action: 'failed', status: '5.1.1' },
    { action: 'delayed', status: '4.4.1' },
  ])
  for (const broken of ['', 'Action: failed', 'Status: 5.1.1', 'Action: failed\nStatus: 3.1.1', 'Action: exploded\nStatus: 5.0.0', 'Action: failed\nStatus: 5.1.1234', 'Action: failed\n\nStatus: 5.1.1']) assert.deepEqual(parseFates(broken), [], broken) // biome-ignore format: one line reads better
})

test('only what lies with the address gives it up', () => {
  for (const status of ['5.0.0', '5.1.1', '5.1.10', '5.2.1', '5.4.1', '5.5.0']) assert.equal(outcomeOf(['failed', status]), 'gone', status)
  for (const status of ['4.4.7', '4.2.2', '5.2.2', '5.2.3', '5.3.4', '5.6.1', '5.7.1', '5.7.26']) assert.equal(outcomeOf(['failed', status]), 'noted', status) // biome-ignore format: one line reads better
  for (const action of ['delayed', 'delivered', 'relayed', 'expanded']) assert.equal(outcomeOf([action, '5.1.1']), 'nothing', action)
  assert.equal(outcomeOf(['failed', '5.1.1'], ['delivered', '2.0.0']), 'nothing')
  assert.equal(outcomeOf(['failed', '5.1.1'], ['failed', '4.4.7']), 'noted')
  assert.equal(outcomeOf(), 'nothing')
})

test('a report is known by what it is, not by who sent it or what it says of itself', async () => {
  const report = await read(deliveryReport({ to: 'bounces+abc@example.org', messageId: '<abc@example.org>', status: '5.1.1' }))
  assert.deepEqual(report?.fates, [{ action: 'failed', status: '5.1.1' }])
  assert.match(report?.headers ?? '', /bounces\+abc@example\.org[\s\S]*<abc@example\.org>/)
  assert.ok(!report?.headers.includes('Dear Anna'), 'the text of the returned mail is left alone')
  for (const kind of ['disposition-notification', 'feedback-report', 'x; y=delivery-status']) assert.equal(await read(deliveryReport({ status: '5.1.1', kind })), undefined, kind) // biome-ignore format: one line reads better
  for (const source of [
    '',
    'no header at all',
    'Content-Type: text/plain\r\nAuto-Submitted: auto-replied\r\n\r\nI am away until Monday. Status: 5.1.1',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\nnothing follows',
    'Content-Type: multipart/report; report-type=delivery-status\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--x--',
    deliveryReport({ status: 'none' }),
  ])
    assert.equal(await read(source), undefined, source.slice(0, 80))
  // what somebody forwards is theirs, not ours
  const forwarded = `Content-Type: multipart/mixed; boundary=out\r\n\r\n--out\r\nContent-Type: message/rfc822\r\n\r\n${deliveryReport({ status: '5.1.1' })}\r\n--out--\r\n`
  assert.equal(await read(forwarded), undefined)
})

test('a mail that is huge, nested or in many parts is read up to a limit, in the time of some usual ones', async () => {
  const workOf = async (source: string) => {
    const from = threadWork()
    const report = await read(source)
    const work = threadWork() - from
    return { fates: report?.fates, work }
  }
  const usual = deliveryReport({ status: '5.1.1', text: `${'x'.repeat(76)}\r\n`.repeat(3_000) })
  await workOf(usual) // to warm up
  const { work: usualWork } = await workOf(usual)
  const huge = deliveryReport({ status: '5.1.1', text: 'x'.repeat(3_000_000) }).slice(0, 256 * 1024)
  const kind = 'Content-Type: multipart/report; report-type=delivery-status; boundary=b0\r\n\r\n'
  const nested = kind + Array.from({ length: 500 }, (_, depth) => `--b${depth}\r\nContent-Type: multipart/mixed; boundary=b${depth + 1}\r\n\r\n`).join('') // biome-ignore format: one line reads better
  const part = '--b0\r\nContent-Type: message/delivery-status\r\n\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n'
  const heads = `${'X-Long: y\r\n'.repeat(20_000)}${kind}`
  const status = '--b0\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n'
  const hostile: [source: string, fates: number | undefined][] = [
    [huge, 1],
    [nested, undefined],
    [kind + part.repeat(2_000), undefined],
    [heads, undefined],
    [`${kind}${'x\r\n'.repeat(10_000)}${status}`, undefined],
    [`${kind}${status}${'x\r\n'.repeat(70_000)}`, 1],
    [kind + part.repeat(500), 50],
  ]
  for (const [source, count] of hostile) {
    const { fates, work } = await workOf(source)
    assert.equal(fates?.length, count)
    assert.ok(work < 25 * usualWork, `${work / usualWork} times the work of a usual one`)
  }
})

test('whatever bytes arrive, reading them ends without an error', async () => {
  const pieces = fc.constantFrom('--b\r\n', '--b--\r\n', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n', 'Content-Type: message/delivery-status\r\n', '\r\n', 'Action: failed\r\n', 'Status: 5.1.1\r\n', ' ', '\0', 'Content-Transfer-Encoding: base64\r\n', '=?utf-8?q?=00?=', ';;;', 'Status: 5.') // biome-ignore format: one line reads better
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(pieces, fc.string({ maxLength: 20 }))), async (parts) => {
      const report = await read(parts.join(''))
      for (const { status } of report?.fates ?? []) assert.match(status, /^[245]\.\d{1,3}\.\d{1,3}$/)
    }),
    { numRuns: 300 },
  )
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void judge(parseFates(text))))
})

test('a mark is found wherever it stands, in capitals too, and only one that was made here', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.string({ maxLength: 40 }), (id, around) => {
      const token = tokenOf(id, SECRET)
      assert.match(token, /^[a-z2-7]{42}$/)
      const marked = `${around}\nbounces+${token.toUpperCase()}@example.org`
      assert.equal(findIdIn(marked, SECRET), id)
      assert.equal(findIdIn(`<${token}@example.org>`, SECRET), id)
      assert.equal(findIdIn(marked, `${SECRET}!`), undefined)
      for (const letter of LETTERS) if (letter !== token.at(-1)) assert.equal(findIdIn(token.slice(0, -1) + letter, SECRET), undefined)
    }),
  )
  const id = newId()
  const token = tokenOf(id, SECRET)
  const other = tokenOf(newId(), SECRET)
  assert.equal(findIdIn(token.slice(0, 26) + other.slice(26), SECRET), undefined)
  for (let at = 0; at < token.length; at++) {
    const changed = token.slice(0, at) + (token[at] === 'a' ? 'b' : 'a') + token.slice(at + 1)
    assert.notEqual(findIdIn(changed, SECRET), id, `letter ${at}`)
  }
  assert.equal(findIdIn(`${'a'.repeat(42)} `.repeat(101) + token, SECRET), undefined)
  assert.equal(findIdIn(`x${token}`, SECRET), undefined)
})
