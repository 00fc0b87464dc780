/** From pairs to organisations: which records are one, and which ones a person is asked about. Pure. */
import { type Comparison, compare, type Traits } from '../matching.ts'
import { candidatePairs, hash, PAIR } from './blocks.ts'

export type Question = { a: number; b: number; comparison: Comparison }

/**
 * `groupOf[i]` is the smallest index among the records that are one organisation with record i. `joins[i]` is the comparison that brought
 * record i into its group. `questions` are pairs of groups (by those indexes) that a person should look at, best first.
 */
export type Groups = { groupOf: number[]; joins: Map<number, Question>; questions: Question[] }

const PAUSE_PAIRS = 1_000
const PAUSE_RECORDS = 500

/** Work that pauses, each time with which share of it is done, so that others get their turn. */
type Steps<T> = Generator<number, T>

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

/** The same in steps. */
export function* groupInSteps(traits: readonly Traits[], settled = 0): Steps<Groups> {
  const members = new Map<number, number[]>()
  const groupOf = traits.map((_, index) => index)
  const joins = new Map<number, Question>()
  const codes = yield* codesOf(traits)
  const copies = collapseCopies(traits, codes, settled, groupOf, members, joins)
  const firsts = traits.map((_, index) => index).filter((index) => !copies.has(index))
  const found = yield* matches(traits, codes, firsts, firsts.filter((index) => index < settled).length)
  const open: Question[] = []
  for (const [nth, match] of found.entries()) {
    if (nth % PAUSE_PAIRS === 0) yield 0.9 + (0.1 * nth) / found.length
    const isAsked = match.comparison.decision === 'ask' || !unite(match, traits, settled, groupOf, members, joins)
    if (isAsked) open.push(match)
  }
  return { groupOf, joins, questions: questionsBetween(open, groupOf) }
}

/** A number for what each record says, whatever its place: small to keep and quick to compare. Two records may rarely have one number. */
function* codesOf(traits: readonly Traits[]): Steps<Uint32Array> {
  const codes = new Uint32Array(traits.length)
  for (const [index, trait] of traits.entries()) {
    if (index % PAUSE_RECORDS === 0) yield (0.2 * index) / traits.length
    codes[index] = hash(signature(trait))
  }
  return codes
}

/** Records that say the very same are one without a search, however many there are. A name alone is not enough to say so. */
function collapseCopies(
  traits: readonly Traits[],
  codes: Uint32Array,
  settled: number,
  groupOf: number[],
  members: Map<number, number[]>,
  joins: Map<number, Question>,
): Set<number> {
  const firsts = new Map<number, number>()
  const copies = new Set<number>()
  for (const [index, trait] of traits.entries()) {
    if (!trait.email && !trait.phone && !trait.domain && !trait.point && !trait.street.number && trait.identifiers.length === 0) continue
    const first = firsts.get(codes[index]!)
    if (first === undefined) firsts.set(codes[index]!, index)
    if (first === undefined || index < settled || signature(traits[first]!) !== signature(trait)) continue
    const comparison = compare(traits[first]!, trait)
    if (comparison.decision !== 'join') continue
    copies.add(index)
    groupOf[index] = first
    joins.set(index, { a: first, b: index, comparison })
    members.set(first, [...(members.get(first) ?? [first]), index].slice(0, 2))
  }
  return copies
}

function* matches(traits: readonly Traits[], codes: Uint32Array, firsts: number[], settled: number): Steps<Question[]> {
  const found: Question[] = []
  const pairs = yield* pairsAmong(
    firsts.map((index) => traits[index]!),
    settled,
  )
  for (const [done, code] of pairs.entries()) {
    if (done % PAUSE_PAIRS === 0) yield 0.5 + (0.4 * done) / pairs.length
    const [a, b] = [firsts[Math.floor(code / PAIR)]!, firsts[code % PAIR]!]
    const comparison = compare(traits[a]!, traits[b]!)
    if (comparison.decision !== 'never') found.push({ a, b, comparison })
  }
  const low = ({ a, b }: Question) => Math.min(codes[a]!, codes[b]!)
  const high = ({ a, b }: Question) => Math.max(codes[a]!, codes[b]!)
  return found.sort((x, y) => y.comparison.score - x.comparison.score || low(x) - low(y) || high(x) - high(y))
}

function* pairsAmong(traits: readonly Traits[], settled: number): Steps<Float64Array> {
  const steps = candidatePairs(traits, settled)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    yield 0.2 + (0.3 * step.value) / traits.length
  }
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
  const sorts = name.generic.toSorted().join(' ')
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
