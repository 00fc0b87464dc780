/** From pairs to organisations: which records are one, and which ones a person is asked about. Pure. */
import { type Comparison, compare, type Traits } from '../matching.ts'
import { candidatePairs, PAIR } from './blocks.ts'

export type Question = { a: number; b: number; comparison: Comparison }

/**
 * `groupOf[i]` is the smallest index among the records that are one organisation with record i. `joins[i]` is the comparison that brought
 * record i into its group. `questions` are pairs of groups (by those indexes) that a person should look at, best first.
 */
export type Groups = { groupOf: number[]; joins: Map<number, Question>; questions: Question[] }

const PAUSE_PAIRS = 2_000

/**
 * Groups records. The first `settled` are parties that exist: two of them are never brought together here. The result does not depend on
 * the order of the records. A join that would bring together records which contradict each other is asked instead, so that one wrong link
 * cannot chain two organisations.
 */
export function groupRecords(traits: readonly Traits[], settled = 0): Groups {
  const steps = groupInSteps(traits, settled)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** The same, pausing now and then with how many pairs of how many have been compared, so that others get their turn. */
export function* groupInSteps(traits: readonly Traits[], settled = 0): Generator<{ done: number; total: number }, Groups> {
  const members = new Map<number, number[]>()
  const groupOf = traits.map((_, index) => index)
  const joins = new Map<number, Question>()
  const copies = collapseCopies(traits, settled, groupOf, members, joins)
  const firsts = traits.map((_, index) => index).filter((index) => !copies.has(index))
  const found = yield* matches(traits, firsts, firsts.filter((index) => index < settled).length)
  const open: Question[] = []
  for (const [nth, match] of found.entries()) {
    if (nth % PAUSE_PAIRS === 0) yield { done: 1, total: 1 }
    const isAsked = match.comparison.decision === 'ask' || !unite(match, traits, settled, groupOf, members, joins)
    if (isAsked) open.push(match)
  }
  return { groupOf, joins, questions: questionsBetween(open, groupOf) }
}

/** Records that say the very same are one without a search, however many there are. A name alone is not enough to say so. */
function collapseCopies(
  traits: readonly Traits[],
  settled: number,
  groupOf: number[],
  members: Map<number, number[]>,
  joins: Map<number, Question>,
): Set<number> {
  const firsts = new Map<string, number>()
  const copies = new Set<number>()
  for (const [index, trait] of traits.entries()) {
    if (!trait.email && !trait.phone && !trait.domain && !trait.point && !trait.street.number && trait.identifiers.length === 0) continue
    const key = signature(trait)
    const first = firsts.get(key)
    if (first === undefined) firsts.set(key, index)
    if (first === undefined || index < settled) continue
    const comparison = compare(traits[first]!, trait)
    if (comparison.decision !== 'join') continue
    copies.add(index)
    groupOf[index] = first
    joins.set(index, { a: first, b: index, comparison })
    members.set(first, [...(members.get(first) ?? [first]), index].slice(0, 2))
  }
  return copies
}

function* matches(traits: readonly Traits[], firsts: number[], settled: number): Generator<{ done: number; total: number }, Question[]> {
  const pairs = candidatePairs(
    firsts.map((index) => traits[index]!),
    settled,
  )
  const found: Question[] = []
  for (const [done, code] of pairs.entries()) {
    if (done % PAUSE_PAIRS === 0) yield { done, total: pairs.length }
    const [a, b] = [firsts[Math.floor(code / PAIR)]!, firsts[code % PAIR]!]
    const comparison = compare(traits[a]!, traits[b]!)
    if (comparison.decision !== 'never') found.push({ a, b, comparison })
  }
  const keys = new Map<Question, string>()
  const key = (match: Question) => {
    const known = keys.get(match) ?? [signature(traits[match.a]!), signature(traits[match.b]!)].sort().join('\n')
    keys.set(match, known)
    return known
  }
  return found.sort((left, right) => right.comparison.score - left.comparison.score || order(key(left), key(right)))
}

function unite(
  match: Question,
  traits: readonly Traits[],
  settled: number,
  groupOf: number[],
  members: Map<number, number[]>,
  joins: Map<number, Question>,
): boolean {
  const [left, right] = [find(groupOf, match.a), find(groupOf, match.b)]
  if (left === right) return true
  const [a, b] = [members.get(left) ?? [left], members.get(right) ?? [right]]
  if (Math.min(...a) < settled && Math.min(...b) < settled) return false
  for (const x of a) for (const y of b) if (compare(traits[x]!, traits[y]!).decision === 'never') return false
  const [root, other] = left < right ? [left, right] : [right, left]
  groupOf[other] = root
  members.set(root, [...a, ...b])
  members.delete(other)
  joins.set(other, match)
  return true
}

function questionsBetween(open: readonly Question[], groupOf: number[]): Question[] {
  for (const index of groupOf.keys()) groupOf[index] = find(groupOf, index)
  const asked = new Map<string, Question>()
  for (const { a, b, comparison } of open) {
    const [x, y] = [groupOf[a]!, groupOf[b]!].sort((left, right) => left - right) as [number, number]
    const key = `${x},${y}`
    if (x !== y && !asked.has(key)) asked.set(key, { a: x, b: y, comparison })
  }
  return [...asked.values()]
}

function find(groupOf: number[], index: number): number {
  let root = index
  while (groupOf[root] !== root) root = groupOf[root]!
  let at = index
  while (groupOf[at] !== root) {
    const next = groupOf[at]!
    groupOf[at] = root
    at = next
  }
  return root
}

function signature(trait: Traits): string {
  const { name, identifiers, domain, email, phone, street, postalCode, city, country, point } = trait
  const sorts = [...name.generic].sort().join(' ')
  const address = `${street.number} ${street.words.join(' ')}`
  return [
    name.sorted,
    sorts,
    identifiers.join(' '),
    domain,
    email,
    phone,
    address,
    postalCode,
    city,
    country,
    point?.latitude,
    point?.longitude,
  ].join('|')
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
