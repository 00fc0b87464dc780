import type { Ctx } from '../../kernel/ctx.ts'
import { listOffers } from '../exchange/index.ts'
import { countParties, findFirstContact, findMissingSectors, findOwnParty, readNames } from '../parties/index.ts'
import { allow, getEcosystem, listInvitations, listMembers } from '../people/index.ts'
import { SAMPLE_SOURCES } from '../samples/index.ts'
import { listTasksProposedBy, type Task } from '../tasks/index.ts'
import { findPurchase } from '../ties/index.ts'
import { getChosenKind } from './choice.ts'
import { showProposals } from './proposals.ts'
import { type Facts, finishedBy, type Made, nextStep, ORGANISATIONS_NEEDED, originOf, PROPOSER, STEPS } from './rules.ts'
import type { Guide, Locale } from './schema.ts'
import { readSkips } from './skips.ts'

/** So many needs are looked through for one that is no sample. */
const NEEDS_MAX = 100

/** The five steps, what finished each, and what to do next. Computed from what there is, so a step finishes wherever its thing was made. */
export async function getGuide(ctx: Ctx, locale: Locale): Promise<Guide> {
  allow(ctx, 'guide.write')
  const { timeZone } = await getEcosystem(ctx)
  const tasks = await listTasksProposedBy(ctx, PROPOSER)
  const facts = await readFacts(ctx, tasks)
  const finished = finishedBy(facts)
  const skips = await readSkips(ctx)
  const { kind, sectors } = await getChosenKind(ctx)
  return {
    next: nextStep(finished, new Set(skips.keys())),
    steps: STEPS.map((key) => ({ key, finishedBy: finished[key], skip: skips.get(key) ?? null })),
    map: { organisations: facts.organisations, needed: ORGANISATIONS_NEEDED, hasOwn: facts.own !== null },
    ecosystemKind: kind,
    sectors: sectors.length === 0 ? null : { typical: sectors.length, ...(await findMissingSectors(ctx, sectors, SAMPLE_SOURCES)) },
    proposals: showProposals(tasks, kind, { locale, now: ctx.now(), timeZone }),
  }
}

async function readFacts(ctx: Ctx, tasks: readonly Task[]): Promise<Facts> {
  const own = await findOwnParty(ctx)
  const contact = await findFirstContact(ctx)
  return {
    organisations: await countWithoutSamples(ctx),
    own: own === null ? null : { kind: 'party', id: own.id, title: own.name, partyId: own.id },
    member: await findMember(ctx),
    invitation: await findInvitation(ctx),
    contact: contact === undefined ? null : { kind: 'contact', id: contact.id, title: contact.name, partyId: contact.partyId },
    purchase: own === null ? null : await findPurchaseOf(ctx, own.id),
    need: await findNeed(ctx),
    tasks: tasks.flatMap(({ id, title, proposedBy }) => {
      const origin = originOf(proposedBy)
      return origin === undefined ? [] : [{ kind: 'task' as const, id, title, partyId: null, step: origin.step }]
    }),
  }
}

async function countWithoutSamples(ctx: Ctx): Promise<number> {
  let count = await countParties(ctx, {})
  for (const source of SAMPLE_SOURCES) count -= await countParties(ctx, { source })
  return count
}

/** Of those with access the one who came second. */
async function findMember(ctx: Ctx): Promise<Made | null> {
  const second = (await listMembers(ctx)).toSorted((a, b) => (a.since < b.since ? -1 : 1))[1]
  return second === undefined ? null : { kind: 'member', id: second.personId, title: second.name, partyId: null }
}

async function findInvitation(ctx: Ctx): Promise<Made | null> {
  const [invitation] = await listInvitations(ctx)
  return invitation === undefined ? null : { kind: 'invitation', id: invitation.id, title: invitation.email, partyId: null }
}

async function findPurchaseOf(ctx: Ctx, ownId: string): Promise<Made | null> {
  const purchase = await findPurchase(ctx, ownId, SAMPLE_SOURCES)
  if (purchase === undefined) return null
  const names = await readNames(ctx, [purchase.sellerId])
  return { kind: 'tie', id: purchase.tieId, title: names.get(purchase.sellerId)?.name ?? '', partyId: purchase.sellerId }
}

async function findNeed(ctx: Ctx): Promise<Made | null> {
  const { items } = await listOffers(ctx, { side: 'need', limit: NEEDS_MAX })
  const need = items.find(({ source }) => !SAMPLE_SOURCES.includes(source ?? ''))
  return need === undefined ? null : { kind: 'need', id: need.id, title: need.title, partyId: need.partyId }
}
