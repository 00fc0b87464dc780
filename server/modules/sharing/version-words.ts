import type { Ctx } from '../../kernel/ctx.ts'
import { may } from '../people/index.ts'
import { type Locale, sentencesOf } from './rule/index.ts'
import { naming, readRecipientNames } from './trial.ts'

export type VersionWords = {
  ruleId: string
  ruleName: string
  versionId: string
  number: number
  /** Each step in words; without any for who may not read rules: they tell what others get. */
  steps: { id: string; sentence: string }[]
}

/** By which rule something was shared, in words. For operations that have asked for the right to see what was shared. */
export async function findVersionWords(ctx: Ctx, versionId: string, locale: Locale): Promise<VersionWords | undefined> {
  const row = await ctx.db
    .selectFrom('sharing_rule_versions as v')
    .innerJoin('sharing_rules as r', (join) => join.onRef('r.ecosystem_id', '=', 'v.ecosystem_id').onRef('r.id', '=', 'v.rule_id'))
    .select(['v.id', 'v.number', 'v.body', 'v.recipients', 'r.id as rule_id', 'r.name'])
    .where('v.ecosystem_id', '=', ctx.ecosystemId)
    .where('v.id', '=', versionId)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { body, recipients } = row
  const sentences = may(ctx, 'sharing.read') ? sentencesOf(body, naming(recipients, await readRecipientNames(ctx, recipients)), locale) : []
  const steps = sentences.map((sentence, place) => ({ id: body.steps[place]!.id, sentence }))
  return { ruleId: row.rule_id, ruleName: row.name, versionId: row.id, number: row.number, steps }
}

/** What the purposes are called that rules give to, as the newest version that speaks of them says. */
export async function readPurposeLabels(ctx: Ctx): Promise<Map<string, string>> {
  const rows = await ctx.db
    .selectFrom('sharing_rule_versions')
    .select('recipients')
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .orderBy('id')
    .execute()
  return new Map(rows.flatMap(({ recipients }) => recipients.flatMap(({ key, label }) => (label === null ? [] : [[key, label] as const]))))
}
