import type { Ctx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { type FlowQuestion, findAsset, listFlowPostings, readFlows, readOwnerNames, readRulesShared } from '../ledger/index.ts'
import { readVersionWords } from '../sharing/index.ts'
import type { FlowList, FlowPostingList, FlowPostings, Flows } from './schema.ts'

/** Which way value went in some days, with what its places and steps are called. */
export async function showFlows(ctx: Ctx, { language, ...wanted }: FlowList): Promise<Flows> {
  mustBeDays(wanted)
  const { question, steps } = await questionOf(ctx, wanted, language)
  const flows = await readFlows(ctx, question)
  const parties = [...new Set(flows.flatMap(({ source, target }) => [source, target]))].flatMap((key) => partyOf(key) ?? [])
  const nameOf = await readOwnerNames(ctx, parties)
  const shown = new Set(flows.map(({ middle }) => middle))
  return {
    asset: wanted.asset,
    scale: (await findAsset(ctx, wanted.asset))?.scale ?? 0,
    flows,
    parties: parties.map((id) => ({ key: `party:${id}`, name: nameOf(id) })),
    steps: steps.filter(({ key }) => shown.has(key)),
  }
}

export async function showFlowPostings(
  ctx: Ctx,
  { limit, cursor, source, middle, target, ...wanted }: FlowPostingList,
): Promise<FlowPostings> {
  mustBeDays(wanted)
  const { question } = await questionOf(ctx, wanted, 'en')
  return await listFlowPostings(ctx, question, { source, middle, target }, { limit, ...(cursor !== undefined && { cursor }) })
}

async function questionOf(ctx: Ctx, wanted: Omit<FlowQuestion, 'rules'>, language: 'en' | 'de') {
  const versions = [...(await readVersionWords(ctx, await readRulesShared(ctx, wanted), language)).values()]
  // a step that several versions have is told as in the newest
  const steps = new Map<string, Flows['steps'][number]>()
  for (const { ruleId, ruleName, steps: ofVersion } of versions.sort((a, b) => a.number - b.number)) {
    for (const [place, { id, sentence }] of ofVersion.entries()) {
      const key = `step:${ruleId}:${id}`
      steps.set(key, { key, ruleId, ruleName, number: place + 1, sentence })
    }
  }
  const question: FlowQuestion = { ...wanted, rules: new Map(versions.map(({ versionId, ruleId }) => [versionId, ruleId])) }
  return { question, steps: [...steps.values()] }
}

function partyOf(key: string): string | undefined {
  return key.startsWith('party:') ? key.slice('party:'.length) : undefined
}

function mustBeDays({ from, to }: { from: string; to: string }): void {
  if (from > to) throw new DomainError('invalid', 'period_reversed', 'The last day lies before the first.')
}
