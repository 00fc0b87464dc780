import { sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { resolveParties } from '../parties/index.ts'
import { readMembers } from '../people/index.ts'
import { hashOf, type Locale, type Rule, sentencesOf } from './rule/index.ts'
import { type NewVersion, type Recipient, VERSIONS_MAX, type Version } from './schema.ts'
import { mustWork, naming, readRecipientNames } from './trial.ts'

/** The versions of a rule in words, the newest first. */
export async function readVersions(ctx: Ctx, ruleId: string, locale: Locale): Promise<Version[]> {
  const rows = await selectVersions(ctx, ruleId).orderBy('number', 'desc').limit(VERSIONS_MAX).execute()
  const people = await readMembers(ctx, [
    ...new Set(rows.flatMap((row) => [row.written_by, row.approved_by].flatMap((source) => (source === null ? [] : personOf(source))))),
  ])
  const names = await readRecipientNames(
    ctx,
    rows.flatMap(({ recipients }) => recipients),
  )
  const personNamed = (source: string | null) => (source === null ? null : (people.get(personOf(source))?.name ?? null))
  return rows.map((row) => {
    const nameOf = naming(row.recipients, names)
    return {
      id: row.id,
      number: row.number,
      rule: row.body,
      hash: row.hash,
      recipients: row.recipients.map(({ key, partyId }) => ({ key, partyId, name: nameOf(key) })),
      sentences: sentencesOf(row.body, nameOf, locale),
      validFrom: row.valid_from,
      validUntil: row.valid_until,
      writtenBy: personNamed(row.written_by),
      writtenAt: row.written_at.toISOString(),
      approvedBy: personNamed(row.approved_by),
      approvedAt: row.approved_at?.toISOString() ?? null,
    }
  })
}

function personOf(source: string): string {
  return source.replace(/^person:/, '')
}

/** In the transaction of whoever holds the rule. */
export async function insertVersion(tx: Tx, ruleId: string, { rule, recipients, validFrom, validUntil }: NewVersion): Promise<Version> {
  mustBeDistinct(recipients)
  mustWork(rule, recipients)
  if (validUntil !== null && validUntil < validFrom)
    throw new DomainError('invalid', 'invalid_sharing_rule', 'This rule cannot work yet. Nothing was kept.', [
      complaint('validUntil', 'period_reversed'),
    ])
  await resolveParties(
    tx,
    recipients.flatMap(({ partyId }) => partyId ?? []),
  )
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(number), 0)::int as last from sharing_rule_versions
    where ecosystem_id = ${tx.ecosystemId} and rule_id = ${ruleId}`.execute(tx.db)
  const number = rows[0]!.last + 1
  if (number > VERSIONS_MAX)
    throw new DomainError('conflict', 'too_many_versions', `A rule has at most ${VERSIONS_MAX} versions. Please write a new rule.`)
  const row = {
    ecosystem_id: tx.ecosystemId,
    id: newId(),
    rule_id: ruleId,
    number,
    body: JSON.stringify(rule),
    hash: hashOf(rule),
    recipients: JSON.stringify(recipients),
    valid_from: validFrom,
    valid_until: validUntil,
    written_by: sourceOf(tx.actor),
    written_at: tx.now(),
  }
  await tx.db.insertInto('sharing_rule_versions').values(row).execute()
  await emit(tx, 'sharing_rule.written', null, { ruleId, versionId: row.id, number })
  return (await readVersions(tx, ruleId, 'en'))[0]!
}

function mustBeDistinct(recipients: readonly Recipient[]): void {
  const keys = recipients.map(({ key }) => key)
  const errors = keys.flatMap((key, k) => (keys.indexOf(key) < k ? [complaint(`recipients.${k}.key`, 'key_twice', { key })] : []))
  if (errors.length > 0) throw new DomainError('invalid', 'invalid_sharing_rule', 'This rule cannot work yet. Nothing was kept.', errors)
}

export function selectVersions(ctx: Ctx, ruleId: string) {
  return ctx.db
    .selectFrom('sharing_rule_versions')
    .select(['id', 'number', 'body', 'hash', 'recipients', 'written_by', 'written_at', 'approved_by', 'approved_at'])
    .select([sql<string>`valid_from::text`.as('valid_from'), sql<string | null>`valid_until::text`.as('valid_until')])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('rule_id', '=', ruleId)
}

/** A version as money is shared by it. */
export type KnownVersion = {
  id: string
  ruleId: string
  ruleName: string
  number: number
  rule: Rule
  recipients: Recipient[]
  validFrom: string
  validUntil: string | null
  isApproved: boolean
}

/** Of each rule that is in the list, its approved versions, the newest first. Asks for no right. */
export async function readRulesInUse(ctx: Ctx, ruleIds: readonly string[]): Promise<Map<string, KnownVersion[]>> {
  const { rows } = await sql<KnownVersion & { id: string | null }>`
    select ${KNOWN} from sharing_rules r
    left join sharing_rule_versions v on v.ecosystem_id = r.ecosystem_id and v.rule_id = r.id and v.approved_at is not null
    where r.ecosystem_id = ${ctx.ecosystemId} and r.id = any(${ruleIds}::uuid[]) and r.ended_at is null order by v.number desc`.execute(
    ctx.db,
  )
  const rules = new Map<string, KnownVersion[]>()
  for (const { ruleId } of rows) rules.set(ruleId, [])
  for (const row of rows) if (row.id !== null) rules.get(row.ruleId)!.push(row)
  return rules
}

/** Which of the versions of a rule, the newest first, holds on a day. */
export function versionOn(versions: readonly KnownVersion[], day: string): KnownVersion | undefined {
  return versions.find(({ validFrom, validUntil }) => validFrom <= day && (validUntil === null || validUntil >= day))
}

/** Versions by their ids, also of rules that were removed. Asks for no right. */
export async function readKnownVersions(ctx: Ctx, ids: readonly string[]): Promise<Map<string, KnownVersion>> {
  const { rows } = await sql<KnownVersion>`
    select ${KNOWN} from sharing_rule_versions v
    join sharing_rules r on r.ecosystem_id = v.ecosystem_id and r.id = v.rule_id
    where v.ecosystem_id = ${ctx.ecosystemId} and v.id = any(${ids}::uuid[])`.execute(ctx.db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** What rules are called, also those that were removed. Asks for no right. */
export async function readRuleNames({ db, ecosystemId }: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from sharing_rules where ecosystem_id = ${ecosystemId} and id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

const KNOWN = sql.raw(`v.id, r.id as "ruleId", r.name as "ruleName", v.number, v.body as rule, v.recipients,
  v.valid_from::text as "validFrom", v.valid_until::text as "validUntil", v.approved_at is not null as "isApproved"`)
