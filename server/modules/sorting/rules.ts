/** What an answer states: who ties to whom, and which kind follows from it. `skip` states nothing. */
export const ANSWERS = ['customer', 'supplier', 'referrals', 'competitor', 'member', 'membership', 'skip'] as const
export type Answer = (typeof ANSWERS)[number]
export type Statement = Exclude<Answer, 'skip'>

/** The kind that follows from an answer, because the kinds say what a party is to the orchestrator. */
export const KIND_OF: Partial<Record<Answer, string>> = { customer: 'customers', supplier: 'suppliers', competitor: 'competitors' }

export const REASONS = [
  'kind',
  'tag',
  'same_sector',
  'near_sector',
  'supplies_sector',
  'serves_everybody',
  'served_sector',
  'served_by_us',
  'guests',
  'our_members',
  'their_members',
  'domain',
  'interactions',
  'postal_code',
  'city',
  'phone',
  'contacts',
  'commonest',
  'unknown',
] as const
export type Reason = { code: (typeof REASONS)[number]; value: string | null }

/** What the order and the proposals look at. Empty texts are unknown. */
export type Traits = {
  id: string
  name: string
  kinds: readonly string[]
  /** NACE code, empty for another scheme. */
  sector: string
  /** The registrable domain of page or mail address. */
  domain: string
  /** International, without the subscriber's own digits. */
  phonePrefix: string
  postalCode: string
  city: string
  tags: readonly string[]
  contacts: number
  interactions: number
}

export type Proposal = { id: string; answer: Statement; reasons: Reason[]; likelihood: number }
/** How often each answer was given so far. */
export type Tally = Partial<Record<Answer, number>>

/** A tie between the own organisation and another one. */
export type TieEnds = { fromId: string; toId: string; type: string }

/** The ties an answer states. To send guests to each other is to recommend, both ways; the others have one tie. */
export function tiesOf(answer: Answer, ownId: string, partyId: string): TieEnds[] {
  const ours = { fromId: ownId, toId: partyId }
  const theirs = { fromId: partyId, toId: ownId }
  switch (answer) {
    case 'customer':
      return [{ ...theirs, type: 'buys_from' }]
    case 'supplier':
      return [{ ...theirs, type: 'supplies' }]
    case 'referrals':
      return [
        { ...ours, type: 'refers_to' },
        { ...theirs, type: 'refers_to' },
      ]
    case 'competitor':
      return [{ ...theirs, type: 'competes' }]
    case 'member':
      return [{ ...theirs, type: 'member_of' }]
    case 'membership':
      return [{ ...ours, type: 'member_of' }]
    case 'skip':
      return []
  }
}

/** Which way round a membership would be: associations have members, and one that is none is a member of theirs. */
export function membershipOf(own: Traits, party: Traits): 'member' | 'membership' {
  return isAssociation(party) && !isAssociation(own) ? 'membership' : 'member'
}

/**
 * The cards in the order they are shown, each with the answer that is proposed and why.
 *
 * Each sign speaks for one answer with a weight: a kind or a tag that says it (5), the same class of NACE (4), the same division (2), a
 * division that usually supplies ours or is supplied by it (3), trades that share guests (3), trades that everybody needs (1.5). The
 * answer with the most weight is proposed; in a draw the one that comes first in ANSWERS. Where nothing speaks for any, the answer given
 * most often so far is.
 *
 * likelihood = weight of the proposal + closeness, and closeness = the same domain 4, the same postal code 2 or else the same city 1, the
 * same dialling code 1, log2(1 + interactions) up to 3, log2(1 + people known) up to 2. The likeliest first, equals by name and id, so
 * that the order is the same for the same facts.
 */
export function inOrder(own: Traits, parties: readonly Traits[], tally: Tally = {}): Proposal[] {
  const names = new Map(parties.map(({ id, name }) => [id, name.toLowerCase()]))
  return parties
    .map((party) => propose(own, party, tally))
    .sort((a, b) => b.likelihood - a.likelihood || compare(names.get(a.id)!, names.get(b.id)!) || compare(a.id, b.id))
}

/** What one party most likely is to the own organisation, and why. */
export function propose(own: Traits, party: Traits, tally: Tally = {}): Proposal {
  const signs = [...signsOfWords(own, party), ...signsOfSector(own, party)]
  const weightOf = (answer: Answer) => signs.reduce((sum, sign) => (sign.answer === answer ? sum + sign.weight : sum), 0)
  const near = closeness(own, party)
  const closeBy = near.reduce((sum, { weight }) => sum + weight, 0)
  const best = statements().reduce((a, b) => (weightOf(b) > weightOf(a) ? b : a))
  if (weightOf(best) === 0) {
    const { answer, reason } = usual(own, party, tally)
    return { id: party.id, answer, reasons: [...near.map(({ reason }) => reason), reason].slice(0, REASONS_MAX), likelihood: closeBy }
  }
  const speaking = signs.filter(({ answer }) => answer === best).toSorted((a, b) => b.weight - a.weight)
  const reasons = [...speaking, ...near].map(({ reason }) => reason).slice(0, REASONS_MAX)
  return { id: party.id, answer: best, reasons, likelihood: weightOf(best) + closeBy }
}

const REASONS_MAX = 3
const INTERACTIONS_WEIGHT_MAX = 3
const CONTACTS_WEIGHT_MAX = 2

type Sign = { answer: Statement; weight: number; reason: Reason }
type Closeness = { weight: number; reason: Reason }

const SAID = 5

function signsOfWords(own: Traits, party: Traits): Sign[] {
  const kinds: Record<string, Statement> = {
    customers: 'customer',
    suppliers: 'supplier',
    competitors: 'competitor',
    partners: 'referrals',
    services: 'supplier',
    community: membershipOf(own, party),
  }
  const weights: Record<string, number> = { partners: 3, services: 2, community: 1 }
  const said = party.kinds.flatMap((kind): Sign[] => {
    const answer = kinds[kind]
    return answer ? [{ answer, weight: weights[kind] ?? SAID, reason: { code: 'kind', value: kind } }] : []
  })
  const tagged = party.tags.flatMap((tag): Sign[] => {
    const answer = TAGS.find(([words]) => words.test(tag))?.[1]
    if (!answer) return []
    return [{ answer: answer === 'member' ? membershipOf(own, party) : answer, weight: SAID, reason: { code: 'tag', value: tag } }]
  })
  return [...said, ...tagged.slice(0, 1)]
}

const TAGS: readonly (readonly [RegExp, Statement])[] = [
  [/^(?:customers?|clients?|guests?|kund(?:e|en|in|schaft)|gäste|stammgäste?)$/i, 'customer'],
  [/^(?:suppliers?|vendors?|lieferant(?:en|in)?|zulieferer|dienstleister)$/i, 'supplier'],
  [/^(?:members?|mitglied(?:er|sbetrieb)?)$/i, 'member'],
  [/^(?:competitors?|competition|mitbewerber|wettbewerber|konkurrenz)$/i, 'competitor'],
  [/^(?:partners?|referral partners?|(?:kooperations|empfehlungs)?partner)$/i, 'referrals'],
]

function signsOfSector(own: Traits, party: Traits): Sign[] {
  const [ours, theirs] = [divisionOf(own.sector), divisionOf(party.sector)]
  if (theirs === '') return []
  if (isAssociation(own) && !isAssociation(party)) return [sign('member', 3, 'our_members')]
  if (isAssociation(party) && !isAssociation(own)) return [sign('membership', 2, 'their_members')]
  if (ours === '') return EVERYBODY.has(theirs) ? [sign('supplier', 1.5, 'serves_everybody')] : []
  if (ours === theirs) {
    const isSameClass = own.sector.length >= 4 && own.sector.slice(0, 4) === party.sector.slice(0, 4)
    return [isSameClass ? sign('competitor', 4, 'same_sector') : sign('competitor', 2, 'near_sector')]
  }
  if (GUESTS.has(ours) && GUESTS.has(theirs)) return [sign('referrals', 3, 'guests')]
  if (supplies(theirs, ours)) return [sign('supplier', 3, 'supplies_sector')]
  if (supplies(ours, theirs)) return [sign('customer', 3, 'served_sector')]
  if (EVERYBODY.has(theirs)) return [sign('supplier', 1.5, 'serves_everybody')]
  return EVERYBODY.has(ours) ? [sign('customer', 1.5, 'served_by_us')] : []
}

/** Trades among which guests of a place are passed on: travel, lodging, food, tours, culture, sport and leisure. */
const GUESTS = new Set(['49', '50', '55', '56', '79', '90', '91', '93'])

/** Trades that nearly everybody needs: energy, water, building, repair, post, telephone, computing, money, insurance, advice, upkeep. */
const EVERYBODY = new Set('18 33 35 36 38 43 53 61 62 63 64 65 66 69 70 71 73 74 78 80 81 82 95'.split(' '))

/**
 * Which divisions of NACE usually supply a division, coarse and by no means complete: it orders cards and proposes, and a person answers.
 * Drawn from what the trades themselves buy for their work, as in the use tables of national accounts (rows: products, columns: trades).
 */
const SUPPLIERS_OF: Record<string, string> = {
  '01': '10 20 28 46 75 77',
  '10': '01 03 17 22 46',
  '11': '01 10 17 22 23 46',
  '16': '02 20 25 46',
  '31': '13 15 16 22 25',
  '41': '16 23 25 42 43 46',
  '42': '08 23 41 43 77',
  '43': '16 22 23 25 27 46',
  '45': '22 27 29 30 46',
  '46': '01 10 11 13 14 20 22 25',
  '47': '01 10 11 13 14 15 20 31 32 46 58',
  '55': '10 11 13 31 46 47 96',
  '56': '01 03 10 11 46 47',
  '58': '17 18',
  '68': '41 43 81',
  '75': '21 46',
  '79': '49 50 51 55 91',
  '84': '41 42 43 58',
  '85': '47 58',
  '86': '21 26 32 46 75',
  '87': '10 21 32 46 47 86 96',
  '88': '10 32 46 47',
  '93': '32 41 47',
  '96': '20 46',
}

function supplies(seller: string, buyer: string): boolean {
  return SUPPLIERS_OF[buyer]?.split(' ').includes(seller) ?? false
}

function isAssociation({ sector, kinds }: Traits): boolean {
  return divisionOf(sector) === '94' || (sector === '' && kinds.includes('community'))
}

function closeness(own: Traits, party: Traits): Closeness[] {
  const is = (one: string, other: string) => one !== '' && one.toLowerCase() === other.toLowerCase()
  const found: Closeness[] = []
  if (is(own.domain, party.domain)) found.push(close(4, 'domain', party.domain))
  if (party.interactions > 0)
    found.push(close(Math.min(INTERACTIONS_WEIGHT_MAX, Math.log2(1 + party.interactions)), 'interactions', String(party.interactions)))
  if (is(own.postalCode, party.postalCode)) found.push(close(2, 'postal_code', party.postalCode))
  else if (is(own.city, party.city)) found.push(close(1, 'city', party.city))
  if (is(own.phonePrefix, party.phonePrefix)) found.push(close(1, 'phone', party.phonePrefix))
  if (party.contacts > 0)
    found.push(close(Math.min(CONTACTS_WEIGHT_MAX, Math.log2(1 + party.contacts)), 'contacts', String(party.contacts)))
  return found.toSorted((a, b) => b.weight - a.weight)
}

/** The answer given most often so far; customers before anybody answered, because most address books are full of them. */
function usual(own: Traits, party: Traits, tally: Tally): { answer: Statement; reason: Reason } {
  const count = (answer: Answer) => tally[answer] ?? 0
  const most = statements().reduce((a, b) => (count(b) > count(a) ? b : a))
  const answer = most === 'member' || most === 'membership' ? membershipOf(own, party) : most
  return { answer, reason: { code: count(most) > 0 ? 'commonest' : 'unknown', value: null } }
}

function statements(): Statement[] {
  return ANSWERS.filter((answer) => answer !== 'skip')
}

function sign(answer: Statement, weight: number, code: Reason['code']): Sign {
  return { answer, weight, reason: { code, value: null } }
}

function close(weight: number, code: Reason['code'], value: string): Closeness {
  return { weight, reason: { code, value } }
}

function divisionOf(sector: string): string {
  return /^\d{2}/.exec(sector)?.[0] ?? ''
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
