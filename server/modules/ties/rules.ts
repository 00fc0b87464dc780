import { complaint } from '../../kernel/complaints.ts'
import { DomainError } from '../../kernel/errors.ts'

/** What a tie type is: `inverse` names the same tie seen from its other end. Trade types say who sells to whom. */
export type TypeTraits = { directed: boolean; inverse: string; trade: boolean }

/** The built-in types of tie. Their names and those of their inverses are in the catalogue of words. */
export const TIE_TYPES = {
  buys_from: { directed: true, inverse: 'sells_to', trade: true },
  supplies: { directed: true, inverse: 'supplied_by', trade: true },
  partners: { directed: false, inverse: 'partners', trade: false },
  refers_to: { directed: true, inverse: 'referred_by', trade: false },
  competes: { directed: false, inverse: 'competes', trade: false },
  conflicts: { directed: false, inverse: 'conflicts', trade: false },
  member_of: { directed: true, inverse: 'has_member', trade: false },
  funds: { directed: true, inverse: 'funded_by', trade: false },
  regulates: { directed: true, inverse: 'regulated_by', trade: false },
  informs: { directed: true, inverse: 'informed_by', trade: false },
} as const satisfies Record<string, TypeTraits>

export const INTERACTION_KINDS = ['met', 'visited', 'called', 'wrote', 'note'] as const
export type InteractionKind = (typeof INTERACTION_KINDS)[number]

/** How much of what a tie still lacks to full strength one fresh interaction fills. */
export const WEIGHTS = { met: 0.25, visited: 0.2, called: 0.12, wrote: 0.06, note: 0.02 } as const satisfies Record<InteractionKind, number>

/** After how many days of silence half of a statement, or half of an interaction, is left. */
export type HalfLifeDays = Record<InteractionKind | 'stated', number>
export const HALF_LIFE_DAYS = { stated: 365, met: 180, visited: 150, called: 90, wrote: 60, note: 30 } as const satisfies HalfLifeDays

/** The strength of a tie about which nobody said anything but that it is there. */
export const STRENGTH_UNSTATED = 0.5

/** The formula as people read it, with the names of the parts that are returned beside a strength. */
export const FORMULA = 'strength = 1 − (1 − stated × 2^(−days / half-life)) × Π (1 − weight × 2^(−days / half-life))'

const DAY_MS = 86_400_000

export type StatedStrength = { strength: number | null; at: Date }
export type Interaction = { kind: InteractionKind; at: Date }

/** The interactions of one kind, summed up: `logGap` is Σ ln(1 − weight · 2^(−age/half-life)), never above 0. */
export type Activity = { kind: InteractionKind; count: number; latestAt: Date; logGap: number }

export type StrengthParts = {
  /** 0..1 */
  strength: number
  stated: { strength: number; isAssumed: boolean; at: Date; halfLifeDays: number; part: number }
  interactions: { kind: InteractionKind; count: number; latestAt: Date; weight: number; halfLifeDays: number; part: number }[]
}

/**
 * How strong a tie is now, 0..1, and of what this is made.
 *
 * What was stated, and each interaction, fills a share of what is still missing to 1, and each share halves with its half-life:
 *
 *   strength = 1 − (1 − s · 2^(−a/h)) · Π_i (1 − w_i · 2^(−a_i/h_i))
 *
 * s stated strength (0.5 when unstated), a its age and a_i the ages of the interactions in days, h half-lives, w_i the weight of the kind.
 * So it never leaves 0..1, never falls by an interaction and never rises by silence. What lies after `now` does not count yet.
 */
export function currentStrength(
  stated: StatedStrength,
  interactions: readonly Interaction[],
  now: Date,
  halfLifeDays: HalfLifeDays = HALF_LIFE_DAYS,
): StrengthParts {
  const past = interactions.filter(({ at }) => at <= now)
  const activity = INTERACTION_KINDS.map((kind) => {
    const times = past.filter((interaction) => interaction.kind === kind).map(({ at }) => at.getTime())
    const logGap = times.reduce((sum, time) => sum + Math.log1p(-WEIGHTS[kind] * remaining(now.getTime() - time, halfLifeDays[kind])), 0)
    return { kind, count: times.length, latestAt: new Date(times.reduce((latest, time) => Math.max(latest, time), 0)), logGap }
  })
  return combineStrength(stated, activity.filter(({ count }) => count > 0), now, halfLifeDays) // biome-ignore format: one line reads better
}

/** The same, from interactions that the database has summed up. */
export function combineStrength(
  stated: StatedStrength,
  activity: readonly Activity[],
  now: Date,
  halfLifeDays: HalfLifeDays = HALF_LIFE_DAYS,
): StrengthParts {
  const strength = stated.strength ?? STRENGTH_UNSTATED
  const part = statedPart(stated, now, halfLifeDays)
  const logGap = activity.reduce((sum, { logGap }) => sum + logGap, 0)
  return {
    strength: fill(part, logGap),
    stated: { strength, isAssumed: stated.strength === null, at: stated.at, halfLifeDays: halfLifeDays.stated, part },
    interactions: activity.map(({ kind, count, latestAt, logGap }) => ({
      kind,
      count,
      latestAt,
      weight: WEIGHTS[kind],
      halfLifeDays: halfLifeDays[kind],
      part: fill(0, logGap),
    })),
  }
}

/** What is left of the stated strength. */
export function statedPart({ strength, at }: StatedStrength, now: Date, halfLifeDays: HalfLifeDays = HALF_LIFE_DAYS): number {
  return (strength ?? STRENGTH_UNSTATED) * remaining(now.getTime() - at.getTime(), halfLifeDays.stated)
}

/** Fills the share of the gap to 1 that the interactions fill. */
export function fill(part: number, logGap: number): number {
  return Math.min(1, Math.max(0, part - (1 - part) * Math.expm1(logGap)))
}

/** The share that is left after `ageMs`, 1 for what has just been. */
function remaining(ageMs: number, halfLifeDays: number): number {
  return 2 ** (-Math.max(0, ageMs) / DAY_MS / halfLifeDays)
}

/** Ends of a tie as they are stored: without direction, the smaller id comes first, so that A–B and B–A are one. */
export function orderEnds(fromId: string, toId: string, directed: boolean): { fromId: string; toId: string } {
  return directed || fromId < toId ? { fromId, toId } : { fromId: toId, toId: fromId }
}

/** One key for the two ends, whichever is named first. */
export function pairKey(one: string, other: string): string {
  return one < other ? one + other : other + one
}

/** Throws invalid for a tie of a party with itself and for one that ends before it begins. */
export function mustBeSound(tie: {
  fromId: string
  toId: string
  since?: string | null | undefined
  until?: string | null | undefined
}): void {
  if (tie.fromId === tie.toId) {
    throw new DomainError('invalid', 'self_tie', 'A tie needs two different ends.', [complaint('toId', 'same_party')])
  }
  mustBePeriod(tie.since ?? null, tie.until ?? null)
}

export function mustBePeriod(since: string | null, until: string | null): void {
  if (since === null || until === null || since <= until) return
  const wrong = complaint('until', 'period_reversed')
  throw new DomainError('invalid', 'invalid_period', wrong.message, [wrong])
}
