// Looks at real servers: http, https with certificates made for the test, and none.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { answerNonce, checkAddress, checkCertificate } from './address.ts'
import { noteBackup, readBackupNotes } from './backups.ts'
import { type BackupNote, judgeBackup, judgeBounces, judgeCertificate, judgeRoom, reachOf } from './judge.ts'

const DAY_MS = 24 * 3600 * 1000
const NOW = new Date('2026-11-27T12:00:00Z')
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS)
const everybody = 'public'
const folder = mkdtempSync(join(tmpdir(), 'tutti-checks-'))
after(() => rmSync(folder, { recursive: true }))

async function serveWith(listener: RequestListener, tls?: { key: Buffer; cert: Buffer }): Promise<string> {
  const server = tls ? createSecureServer(tls, listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => server.closeAllConnections())
  after(() => server.close())
  return `${tls ? 'https' : 'http'}://localhost:${(server.address() as { port: number }).port}`
}

function certificate(name: string, days: number): { key: Buffer; cert: Buffer } {
  const path = join(folder, `${name}-${days}`)
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', String(days), '-keyout', `${path}.key`, '-out', `${path}.pem`, ...subject], { stdio: 'pipe' }) // biome-ignore format: a command line
  return { key: readFileSync(`${path}.key`), cert: readFileSync(`${path}.pem`) }
}

const own: RequestListener = (request, response) => {
  const nonce = new URL(request.url ?? '', 'http://localhost').searchParams.get('nonce') ?? undefined
  response.end(JSON.stringify({ status: 'ok', answer: answerNonce(nonce) }))
}

test('the own address is known by an answer that only this installation has', async () => {
  const url = await serveWith(own)
  assert.equal((await checkAddress(url)).code, 'address_local')
  assert.deepEqual(await checkAddress(url, everybody), { state: 'fine', code: 'address_reached', figures: { url } })
  assert.equal((await checkAddress(url, 'private')).code, 'address_private')
  assert.equal(answerNonce('guessed'), undefined)
})

test('another server, one that leads away, one that never ends and none at all are told apart, and nobody else is asked', async () => {
  let followed = 0
  const elsewhere = await serveWith((_, response) => {
    followed++
    response.end()
  })
  const other = await serveWith((_, response) => void response.end(JSON.stringify({ status: 'ok' })))
  const leading = await serveWith((_, response) => void response.writeHead(302, { location: elsewhere }).end())
  const endless = await serveWith((_, response) => {
    const timer = setInterval(() => response.write('x'.repeat(1_000)), 1)
    response.on('close', () => clearInterval(timer))
  })
  const codes = []
  for (const url of [other, leading, endless, 'http://localhost:1']) codes.push((await checkAddress(url, everybody)).code)
  assert.deepEqual(codes, ['address_other', 'address_redirected', 'address_other', 'address_unreachable'])
  assert.equal(followed, 0)
})

test('a certificate is fine, for another name, not trusted, soon over or missing', async () => {
  const good = certificate('localhost', 90)
  const wrong = certificate('tutti.example.org', 90)
  const short = certificate('localhost', 5)
  const at = new Date()
  const trusting = { authorities: [good, wrong, short].map(({ cert }) => String(cert)) }
  const url = await serveWith(own, good)
  const fine = await checkCertificate(url, at, trusting)
  assert.deepEqual([fine.state, fine.code, fine.figures.days], ['fine', 'certificate_fine', 89])
  assert.equal((await checkAddress(url, everybody)).code, 'address_reached')
  assert.equal((await checkCertificate(url, at)).code, 'certificate_untrusted')
  assert.equal((await checkCertificate(await serveWith(own, wrong), at, trusting)).code, 'certificate_name')
  assert.equal((await checkCertificate(await serveWith(own, short), at, trusting)).code, 'certificate_soon')
  assert.equal((await checkCertificate('https://localhost:1', at)).state, 'unknown')
  const plain = await serveWith(own)
  assert.equal((await checkCertificate(plain, at)).code, 'certificate_local')
  assert.equal((await checkCertificate(plain, at, { reach: 'private' })).code, 'certificate_private')
  assert.deepEqual((await checkCertificate(plain, at, { reach: everybody })).state, 'problem')
  assert.equal(judgeCertificate({ error: 'CERT_HAS_EXPIRED', until: daysAgo(1), now: NOW }).code, 'certificate_expired')
})

test('a host tells who can reach it', () => {
  const reach = (hosts: string) => [...new Set(hosts.split(' ').map(reachOf))]
  assert.deepEqual(reach('localhost 127.0.0.1 [::1] a.localhost'), ['local'])
  assert.deepEqual(reach('192.168.1.4 10.0.0.1 [fd00::1] nas nas.local tutti.fritz.box 100.64.0.1 ::ffff:10.0.0.1'), ['private'])
  assert.deepEqual(reach('tutti.example.org 8.8.8.8 [2001:4860:4860::8888]'), ['public'])
})

test('a backup is noted with its size and hash and without its place, and ages', async () => {
  const path = join(folder, 'secret-place.tutti')
  writeFileSync(path, 'backup')
  const data = join(folder, 'data')
  assert.deepEqual(readBackupNotes(data), [])
  await noteBackup(data, path, { at: daysAgo(3).toISOString(), rows: 5, encrypted: true, databaseBytes: 1e7 })
  const text = readFileSync(join(data, 'backups.jsonl'), 'utf8')
  assert.ok(!text.includes('secret-place'))
  writeFileSync(join(data, 'backups.jsonl'), `${text}half a li`)
  const [last] = readBackupNotes(data)
  assert.deepEqual([last?.bytes, last?.sha256, readBackupNotes(data).length], [6, createHash('sha256').update('backup').digest('hex'), 1])
  const judge = (days: number) =>
    judgeBackup({ last: { ...(last as BackupNote), at: daysAgo(days).toISOString() }, since: daysAgo(99), now: NOW }).state
  assert.deepEqual([0, 6, 7, 29, 30].map(judge), ['fine', 'fine', 'warning', 'warning', 'problem'])
  const never = (since: Date | undefined) => judgeBackup({ last: undefined, since, now: NOW }).code
  assert.deepEqual([never(undefined), never(daysAgo(6)), never(daysAgo(8))], ['backup_none_yet', 'backup_none_yet', 'backup_none'])
})

test('the mailbox for returned mails is fine as long as it is read, and a problem is named with when it was read last', () => {
  const readAt = daysAgo(0.01)
  const problem = { what: 'refused' as const, code: 'EAUTH', at: NOW }
  const judge = (note: Parameters<typeof judgeBounces>[0]['note']) => judgeBounces({ note, now: NOW })
  assert.deepEqual(judge(undefined), { state: 'unknown', code: 'bounces_waiting', figures: {} })
  const figures = { read: readAt.toISOString() }
  assert.deepEqual(judge({ place: undefined, readAt, problem: undefined }), { state: 'fine', code: 'bounces_read', figures })
  assert.equal(judge({ place: undefined, readAt: daysAgo(1), problem: undefined }).code, 'bounces_late')
  assert.deepEqual(judge({ place: undefined, readAt, problem }), { state: 'problem', code: 'bounces_refused', figures: { ...figures, reason: 'EAUTH' } }) // biome-ignore format: one line reads better
  assert.deepEqual(judge({ place: undefined, readAt: null, problem }).figures, { reason: 'EAUTH' })
})

test('room is judged by what is free and by how fast it grows', () => {
  const note = (days: number, databaseBytes: number): BackupNote => ({
    at: daysAgo(days).toISOString(),
    bytes: 1,
    rows: 1,
    encrypted: false,
    sha256: '',
    databaseBytes,
  })
  const judge = (freeBytes: number, notes: BackupNote[] = []) => judgeRoom({ freeBytes, databaseBytes: 2e9, notes, now: NOW })
  assert.deepEqual([judge(1e11).code, judge(1e9).code, judge(1e8).code], ['room_fine', 'room_little', 'room_none'])
  assert.equal(judge(1e11).figures.daysLeft, undefined)
  assert.equal(judge(1e11, [note(1, 1e9)]).figures.daysLeft, undefined)
  assert.deepEqual([judge(1e10, [note(10, 1e9)]).figures.daysLeft, judge(2.5e9, [note(10, 1e9)]).code], [100, 'room_little'])
})
