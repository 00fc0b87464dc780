import ipaddr from 'ipaddr.js'
import type { MailboxNote } from '../mailbox-notes.ts'
import type { Finding, Reach } from './types.ts'

const DAY_MS = 24 * 3600 * 1000
/** A certificate of three months is renewed a month before its end: with two weeks left, renewing has failed for two weeks. */
const CERTIFICATE_DAYS_MIN = 14
const BACKUP_DAYS_MAX = 7
const BACKUP_DAYS_MISSED = 30
/** Below the first PostgreSQL may stop at the next import, below the second it is time to make room. */
const FREE_BYTES_MIN = 500e6
const FREE_BYTES_FEW = 2e9
const DAYS_LEFT_MIN = 30
/** Growth over less time than this says nothing. */
const GROWTH_DAYS_MIN = 3

/** The mailbox is read every five minutes. */
const BOUNCES_MINUTES_MAX = 60
const MINUTE_MS = 60_000

const HOME_NETWORK = /\.(?:local|lan|home|internal|intranet|fritz\.box|home\.arpa)$/
const NOT_PUBLIC = new Set(['private', 'linkLocal', 'uniqueLocal', 'carrierGradeNat'])

/** Who a host can be reached by: this machine, its own network, or everybody. */
export function reachOf(host: string): Reach {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase()
  if (name === 'localhost' || name.endsWith('.localhost')) return 'local'
  if (ipaddr.isValid(name)) {
    const range = ipaddr.process(name).range()
    if (range === 'loopback' || range === 'unspecified') return 'local'
    return NOT_PUBLIC.has(range) ? 'private' : 'public'
  }
  return !name.includes('.') || HOME_NETWORK.test(name) ? 'private' : 'public'
}

/** What a certificate is worth. `error` is what the handshake complained of. */
export function judgeCertificate({ error, until, now }: { error: string | undefined; until: Date; now: Date }): Finding {
  const days = Math.floor((until.getTime() - now.getTime()) / DAY_MS)
  const figures = { days, until: until.toISOString() }
  if (until <= now) return { state: 'problem', code: 'certificate_expired', figures }
  if (error === 'ERR_TLS_CERT_ALTNAME_INVALID') return { state: 'problem', code: 'certificate_name', figures }
  if (error !== undefined) return { state: 'problem', code: 'certificate_untrusted', figures: { ...figures, reason: error } }
  if (days < CERTIFICATE_DAYS_MIN) return { state: 'warning', code: 'certificate_soon', figures }
  return { state: 'fine', code: 'certificate_fine', figures }
}

export type BackupNote = { at: string; bytes: number; rows: number; encrypted: boolean; sha256: string; databaseBytes: number }

/** `since` is when the first account was made, undefined as long as there is none. */
export function judgeBackup({ last, since, now }: { last: BackupNote | undefined; since: Date | undefined; now: Date }): Finding {
  if (last === undefined) {
    const isYoung = since === undefined || now.getTime() - since.getTime() < BACKUP_DAYS_MAX * DAY_MS
    return isYoung
      ? { state: 'warning', code: 'backup_none_yet', figures: {} }
      : { state: 'problem', code: 'backup_none', figures: { since: since.toISOString() } }
  }
  const days = Math.floor((now.getTime() - Date.parse(last.at)) / DAY_MS)
  const figures = { when: last.at, days, bytes: last.bytes, sha256: last.sha256.slice(0, 12) }
  if (days >= BACKUP_DAYS_MISSED) return { state: 'problem', code: 'backup_old', figures }
  if (days >= BACKUP_DAYS_MAX) return { state: 'warning', code: 'backup_old', figures }
  return { state: 'fine', code: 'backup_fine', figures }
}

/** Whether the mailbox for returned mails is read. Undefined: it was not tried yet. */
export function judgeBounces({ note, now }: { note: MailboxNote | undefined; now: Date }): Finding {
  const figures = note?.readAt ? { read: note.readAt.toISOString() } : {}
  if (note?.problem) {
    const reason = note.problem.code
    return { state: 'problem', code: `bounces_${note.problem.what}`, figures: { ...figures, reason } }
  }
  if (!note?.readAt) return { state: 'unknown', code: 'bounces_waiting', figures: {} }
  const isLate = now.getTime() - note.readAt.getTime() > BOUNCES_MINUTES_MAX * MINUTE_MS
  return isLate ? { state: 'warning', code: 'bounces_late', figures } : { state: 'fine', code: 'bounces_read', figures }
}

type Room = { freeBytes: number; databaseBytes: number; notes: readonly BackupNote[]; now: Date }

/** Whether there is room, and for how long where the sizes noted with each backup tell. */
export function judgeRoom({ freeBytes, databaseBytes, notes, now }: Room): Finding {
  const daysLeft = daysLeftOf({ freeBytes, databaseBytes, notes, now })
  const figures = { freeBytes, databaseBytes, ...(daysLeft === undefined ? {} : { daysLeft }) }
  if (freeBytes < FREE_BYTES_MIN) return { state: 'problem', code: 'room_none', figures }
  if (freeBytes < FREE_BYTES_FEW || (daysLeft !== undefined && daysLeft < DAYS_LEFT_MIN))
    return { state: 'warning', code: 'room_little', figures }
  return { state: 'fine', code: 'room_fine', figures }
}

function daysLeftOf({ freeBytes, databaseBytes, notes, now }: Room): number | undefined {
  const [first] = notes
  if (first === undefined) return undefined
  const days = (now.getTime() - Date.parse(first.at)) / DAY_MS
  const grown = databaseBytes - first.databaseBytes
  if (days < GROWTH_DAYS_MIN || grown <= 0) return undefined
  return Math.floor((freeBytes / grown) * days)
}
