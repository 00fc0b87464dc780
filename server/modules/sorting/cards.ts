import type { Ctx } from '../../kernel/ctx.ts'
import { domainKey, isCollection, phoneKey } from '../imports/index.ts'
import { countContacts, findOwnParty, type KnownParty, readAliases, readKnownParties, readParties } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { countInteractions, findTiedTo } from '../ties/index.ts'
import { type Answer, inOrder, membershipOf, type Tally, type Traits } from './rules.ts'
import type { Card, Sorting } from './schema.ts'

/** How far the sorting is. Null stands for an own organisation that nobody has named yet; then there are no cards. */
export async function getSorting(ctx: Ctx): Promise<Sorting> {
  allow(ctx, 'ties.write')
  const own = await findOwnParty(ctx)
  if (own === null) return { own, done: 0, skipped: 0, open: 0 }
  const { answered, open } = await readDeck(ctx, own.id)
  const skipped = [...answered.values()].filter((answer) => answer === 'skip').length
  return { own, done: answered.size, skipped, open: open.length }
}

/** The next cards, the likeliest first, each with the answer that is proposed. Nobody who was answered, skipped or tied before is among them. */
export async function listCards(ctx: Ctx, limit: number): Promise<Card[]> {
  allow(ctx, 'ties.write')
  const own = await findOwnParty(ctx)
  if (own === null) return []
  const { parties, answered, open } = await readDeck(ctx, own.id)
  const contacts = await countContacts(ctx)
  const interactions = await countInteractions(ctx)
  const traitsOf = (party: KnownParty) => toTraits(party, contacts.get(party.id) ?? 0, interactions.get(party.id) ?? 0)
  const us = traitsOf(parties.find(({ id }) => id === own.id)!)
  const traits = new Map(open.map((party) => [party.id, traitsOf(party)]))
  const next = inOrder(us, [...traits.values()], tallyOf(answered.values())).slice(0, limit)
  const shown = new Map((await readParties(ctx, next.map(({ id }) => id))).map((party) => [party.id, party])) // biome-ignore format: one line reads better
  return next.flatMap(({ id, answer, reasons }) => {
    const party = shown.get(id)
    const them = traits.get(id)!
    return party ? [{ party, contacts: them.contacts, membership: membershipOf(us, them), proposal: { answer, reasons } }] : []
  })
}

type Deck = { parties: KnownParty[]; answered: Map<string, Answer>; open: KnownParty[] }

/** Everybody on the map, the answers that hold, and who is left. */
async function readDeck(ctx: Ctx, ownId: string): Promise<Deck> {
  const parties = (await readKnownParties(ctx)).filter((party) => !isCollection(party))
  const { targetOf, membersOf } = await readAliases(ctx)
  const rows = await ctx.db
    .selectFrom('sorting_answers')
    .select(['party_id', 'answer'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('own_id', 'in', membersOf(ownId))
    .where('undone_at', 'is', null)
    .execute()
  const onMap = new Set(parties.map(({ id }) => id))
  const answers = rows.map(({ party_id, answer }) => [targetOf(party_id), answer] as const)
  const answered = new Map(answers.filter(([id]) => onMap.has(id) && id !== ownId))
  const tied = await findTiedTo(ctx, ownId)
  return { parties, answered, open: parties.filter(({ id }) => id !== ownId && !answered.has(id) && !tied.has(id)) }
}

function tallyOf(answers: Iterable<Answer>): Tally {
  const tally: Tally = {}
  for (const answer of answers) tally[answer] = (tally[answer] ?? 0) + 1
  return tally
}

/** The digits of one's own at the end of a number; what stands before them is shared by a place. */
const SUBSCRIBER_DIGITS = 5

function toTraits(party: KnownParty, contacts: number, interactions: number): Traits {
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const phone = phoneKey(text(party.phone) || text(party.contactPhone), text(party.country) || null)
  return {
    id: party.id,
    name: text(party.name),
    kinds: party.kinds,
    sector: party.sectorScheme === 'nace' ? text(party.sectorCode) : '',
    domain: domainKey(text(party.website)) || domainKey(text(party.email)) || domainKey(party.contactEmail ?? ''),
    phonePrefix: phone.slice(0, -SUBSCRIBER_DIGITS),
    postalCode: text(party.postalCode),
    city: text(party.city),
    tags: party.tags as string[],
    contacts,
    interactions,
  }
}
