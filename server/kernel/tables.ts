import type { ColumnType, Generated } from 'kysely'
import type { Role } from './ctx.ts'

/** A jsonb column: read parsed, written as text. */
export type Json<T> = ColumnType<T, string, string>

export type KernelTables = {
  ecosystems: {
    ecosystem_id: string
    name: string
    locale: 'en' | 'de'
    time_zone: string
    party_id: string | null
    created_at: Date
  }
  'auth.memberships': { ecosystem_id: string; person_id: string; role: Role; party_id: string | null; created_at: Date }
  events: {
    ecosystem_id: string
    id: string
    at: Date
    type: string
    actor_kind: string
    actor_id: string | null
    subject_id: string | null
    payload: Json<Record<string, unknown>>
  }
  entrances: {
    id: string
    kind: string
    key_hash: Buffer
    ecosystem_id: string | null
    target: string
    scope: Json<Record<string, unknown>>
    created_at: Date
    expires_at: Date
    used_at: Generated<Date | null>
    revoked_at: Generated<Date | null>
  }
  idempotency_keys: {
    ecosystem_id: string
    actor_id: string
    key: string
    request_hash: Buffer
    status: number | null
    answer: string | null
    at: Date
  }
  files: {
    ecosystem_id: string
    id: string
    name: string
    media_type: string
    size_bytes: bigint
    sha256: Buffer
    created_at: Date
  }
  'auth.mails': {
    id: string
    ecosystem_id: string | null
    kind: string
    to_address: string
    subject: string
    text: string
    html: string
    link: string | null
    created_at: Date
    expires_at: Date
    attempts: Generated<number>
    last_error: Generated<string | null>
    sent_at: Generated<Date | null>
    second_link: Generated<string | null>
    calendar: Generated<string | null>
    calendar_method: Generated<'REQUEST' | 'CANCEL' | null>
    reply_to: Generated<string | null>
  }
  'auth.mailbox_reads': {
    mailbox: Buffer
    validity: Generated<string | null>
    uid: Generated<bigint>
    trying_validity: Generated<string | null>
    trying_uid: Generated<bigint | null>
    tries: Generated<number>
    read_at: Generated<Date | null>
    problem: Generated<'unreachable' | 'refused' | 'folder' | null>
    problem_code: Generated<string | null>
    problem_at: Generated<Date | null>
  }
  'auth.erasures': { id: string; ecosystem_id: string | null; kind: string; subject_id: string; at: Date }
  file_chunks: { ecosystem_id: string; file_id: string; position: number; bytes: Buffer }
}
