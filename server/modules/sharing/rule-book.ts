import { type Selectable, sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { allow, todayIn } from '../people/index.ts'
import type { Locale } from './rule/index.ts'
import { type NewRule, type NewVersion, RULES_MAX, type RuleRow, type RuleSummary, type RuleWithVersions, type Version } from './schema.ts'
import { insertVersion, readVersions, selectVersions } from './versions.ts'

/** Every rule with the version that holds today. */
export async function listRules(ctx: Ctx): Promise<{ items: RuleSummary[] }> {
  allow(ctx, 'sharing.read')
  const today = await todayIn(ctx)
  const { rows } = await sql<{ id: string; name: string; versions: number; inForce: number | null; createdAt: Date }>`
    select r.id, r.name, r.created_at as "createdAt", count(v.id)::int as versions,
      max(v.number) filter (where v.approved_at is not null and v.valid_from <= ${today} and coalesce(v.valid_until, 'infinity') >= ${today}) as "inForce"
    from sharing_rules r left join sharing_rule_versions v on v.ecosystem_id = r.ecosystem_id and v.rule_id = r.id
    where r.ecosystem_id = ${ctx.ecosystemId} and r.ended_at is null
    group by r.id, r.name, r.created_at order by r.created_at, r.id limit ${RULES_MAX}`.execute(ctx.db)
  return { items: rows.map(({ createdAt, ...row }) => ({ ...row, createdAt: createdAt.toISOString() })) }
}

/** One rule with all its versions, in words. Throws not_found. */
export async function getRule(ctx: Ctx, id: string, locale: Locale = 'en'): Promise<RuleWithVersions> {
  allow(ctx, 'sharing.read')
  const row = found(await selectRule(ctx, id).where('ended_at', 'is', null).executeTakeFirst(), 'sharing_rule')
  const versions = await readVersions(ctx, id, locale)
  const today = await todayIn(ctx)
  const inForce = versions.find(
    ({ approvedAt, validFrom, validUntil }) => approvedAt !== null && validFrom <= today && (validUntil === null || validUntil >= today),
  )
  return { id: row.id, name: row.name, inForce: inForce?.number ?? null, createdAt: row.created_at.toISOString(), versions }
}

/** Writes a rule down with its first version. Throws invalid for a rule that cannot work, conflict when there are too many. */
export async function createRule(tx: Tx, { name, version }: NewRule): Promise<RuleWithVersions> {
  allow(tx, 'sharing.write')
  await mustHaveRoom(tx)
  const id = newId()
  const row = { ecosystem_id: tx.ecosystemId, id, name, created_by: sourceOf(tx.actor), created_at: tx.now() }
  await tx.db.insertInto('sharing_rules').values(row).execute()
  await emit(tx, 'sharing_rule.created', null, { ruleId: id })
  await insertVersion(tx, id, version)
  return await getRule(tx, id)
}

export async function renameRule(tx: Tx, id: string, name: string): Promise<RuleWithVersions> {
  await lockRule(tx, id)
  await tx.db.updateTable('sharing_rules').set({ name }).where('ecosystem_id', '=', tx.ecosystemId).where('id', '=', id).execute()
  await emit(tx, 'sharing_rule.renamed', null, { ruleId: id })
  return await getRule(tx, id)
}

/** Takes a rule out of the list; what was shared by it keeps naming it. restoreRule brings it back. */
export async function endRule(tx: Tx, id: string): Promise<{ id: string }> {
  await lockRule(tx, id)
  await setEnd(tx, id, tx.now())
  await emit(tx, 'sharing_rule.ended', null, { ruleId: id })
  return { id }
}

/** Takes back endRule. Throws conflict when it was not removed, or when there are too many by now. */
export async function restoreRule(tx: Tx, id: string): Promise<RuleWithVersions> {
  allow(tx, 'sharing.write')
  const row = found(await selectRule(tx, id).forUpdate().executeTakeFirst(), 'sharing_rule')
  if (row.ended_at === null) throw new DomainError('conflict', 'sharing_rule_not_ended', 'This rule has not been removed.')
  await mustHaveRoom(tx)
  await setEnd(tx, id, null)
  await emit(tx, 'sharing_rule.restored', null, { ruleId: id })
  return await getRule(tx, id)
}

/** Writes the next version of a rule; it holds once it is approved. Throws invalid for a rule that cannot work, not_found for a recipient that is not on the map. */
export async function writeVersion(tx: Tx, ruleId: string, version: NewVersion): Promise<Version> {
  await lockRule(tx, ruleId)
  return await insertVersion(tx, ruleId, version)
}

/** Lets a version hold within its days. It never changes again. Throws conflict when it was approved before. */
export async function approveVersion(tx: Tx, ruleId: string, id: string): Promise<Version> {
  allow(tx, 'sharing.approve')
  await lockRule(tx, ruleId)
  const row = found(await selectVersions(tx, ruleId).where('id', '=', id).executeTakeFirst(), 'sharing_version')
  if (row.approved_at !== null) throw new DomainError('conflict', 'version_approved', 'This version has been approved already.')
  await tx.db
    .updateTable('sharing_rule_versions')
    .set({ approved_by: sourceOf(tx.actor), approved_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
  await emit(tx, 'sharing_rule.approved', null, { ruleId, versionId: id, number: row.number })
  return (await readVersions(tx, ruleId, 'en')).find((version) => version.id === id)!
}

/** The row of a rule that is there, held until commit, for whoever may write. */
async function lockRule(tx: Tx, id: string): Promise<Selectable<RuleRow>> {
  allow(tx, 'sharing.write')
  return found(await selectRule(tx, id).where('ended_at', 'is', null).forUpdate().executeTakeFirst(), 'sharing_rule')
}

function selectRule(ctx: Ctx, id: string) {
  return ctx.db.selectFrom('sharing_rules').selectAll().where('ecosystem_id', '=', ctx.ecosystemId).where('id', '=', id)
}

/** Of two who add the last one at once, one is told. */
async function mustHaveRoom(tx: Tx): Promise<void> {
  await sql`select from ecosystems where ecosystem_id = ${tx.ecosystemId} for update`.execute(tx.db)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from sharing_rules where ecosystem_id = ${tx.ecosystemId} and ended_at is null`.execute(tx.db)
  if (rows[0]!.n < RULES_MAX) return
  throw new DomainError('conflict', 'too_many_sharing_rules', `There can be at most ${RULES_MAX} rules. Remove one that is over.`)
}

async function setEnd(tx: Tx, id: string, endedAt: Date | null): Promise<void> {
  await tx.db
    .updateTable('sharing_rules')
    .set({ ended_at: endedAt })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
}
