import type { Ctx } from '../../kernel/ctx.ts'
import { may } from '../people/index.ts'
import { type Locale, sentencesOf } from './rule/index.ts'
import { naming, readRecipientNames } from './trial.ts'
import { readKnownVersions } from './versions.ts'

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
  return (await readVersionWords(ctx, [versionId], locale)).get(versionId)
}

/** The same for many versions, by their ids. */
export async function readVersionWords(ctx: Ctx, versionIds: readonly string[], locale: Locale): Promise<Map<string, VersionWords>> {
  if (versionIds.length === 0) return new Map()
  const versions = [...(await readKnownVersions(ctx, versionIds)).values()]
  const isOpen = may(ctx, 'sharing.read')
  const recipients = isOpen ? versions.flatMap((version) => version.recipients) : []
  const names = await readRecipientNames(ctx, recipients)
  return new Map(
    versions.map(({ id: versionId, ruleId, ruleName, number, rule, ...version }) => {
      const sentences = isOpen ? sentencesOf(rule, naming(version.recipients, names), locale) : []
      const steps = sentences.map((sentence, place) => ({ id: rule.steps[place]!.id, sentence }))
      return [versionId, { ruleId, ruleName, versionId, number, steps }]
    }),
  )
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
