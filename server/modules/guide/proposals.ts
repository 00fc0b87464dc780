import { sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { allow, getEcosystem } from '../people/index.ts'
import { createTask, listTasksProposedBy, type Task } from '../tasks/index.ts'
import { getChosenKind } from './choice.ts'
import { findKindOfEcosystem } from './kinds.ts'
import { dayAfter, OWN_IDEA, originOf, PROPOSER, proposerOf, type TaskStep } from './rules.ts'
import type { Locale, NewIdea, Proposal } from './schema.ts'
import { GENERAL, type ProposalTemplate } from './templates.ts'

const IDEA_DUE_DAYS = 14

/**
 * The proposals in one language, those of the kind of ecosystem first, with the day each of their tasks would be due if they were taken
 * now.
 */
export function showProposals(
  tasks: readonly Task[],
  kind: string | null,
  { locale, now, timeZone }: { locale: Locale; now: Date; timeZone: string },
): Proposal[] {
  const taken = new Set(tasks.flatMap(({ proposedBy }) => originOf(proposedBy)?.key ?? []))
  return proposalsOf(kind).map((proposal) => ({
    key: proposal.key,
    step: proposal.step,
    title: proposal.title[locale],
    why: proposal.why[locale],
    tasks: proposal.tasks.map(({ title, inDays }) => ({ title: title[locale], due: dayAfter(now, timeZone, inDays) })),
    isGeneral: GENERAL.includes(proposal),
    isTaken: taken.has(proposal.key),
  }))
}

/** Makes the tasks of a proposal, for whoever takes it. Throws conflict while tasks of it are on the list, not_found for no proposal. */
export async function takeProposal(tx: Tx, key: string, locale: Locale): Promise<Task[]> {
  allow(tx, 'guide.write')
  const { kind } = await getChosenKind(tx)
  const proposal = found(
    proposalsOf(kind).find((each) => each.key === key),
    'proposal',
  )
  await lockProposals(tx)
  const before = await listTasksProposedBy(tx, PROPOSER)
  if (before.some(({ proposedBy }) => originOf(proposedBy)?.key === key)) {
    throw new DomainError('conflict', 'proposal_taken', 'The tasks of this proposal are on the list already. No task was added.')
  }
  const made: Task[] = []
  for (const { title, inDays } of proposal.tasks) made.push(await makeTask(tx, proposal.step, key, title[locale], inDays))
  return made
}

/** Makes a task of an idea that nobody proposed. */
export async function takeIdea(tx: Tx, { step, title }: NewIdea): Promise<Task[]> {
  allow(tx, 'guide.write')
  return [await makeTask(tx, step, OWN_IDEA, title, IDEA_DUE_DAYS)]
}

/** Two people who press the same button at the same time make its tasks once. */
async function lockProposals(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`guide:${tx.ecosystemId}`}, 0))`.execute(tx.db)
}

function proposalsOf(kind: string | null): readonly ProposalTemplate[] {
  return [...(findKindOfEcosystem(kind)?.proposals ?? []), ...GENERAL]
}

async function makeTask(tx: Tx, step: TaskStep, key: string, title: string, inDays: number): Promise<Task> {
  const { timeZone } = await getEcosystem(tx)
  const ownerId = tx.actor.kind === 'person' ? tx.actor.personId : null
  return await createTask(tx, { title, ownerId, due: dayAfter(tx.now(), timeZone, inDays), proposedBy: proposerOf(step, key) })
}
