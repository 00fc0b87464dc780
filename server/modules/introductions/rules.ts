/** How an introduction goes on, how long a declined pair is left alone, and how well the proposals were received. Pure. */

export const ORIGINS = ['fit', 'connected', 'person'] as const
export type Origin = (typeof ORIGINS)[number]
export const STATES = ['proposed', 'accepted', 'declined', 'done'] as const
export type State = (typeof STATES)[number]
export const STEPS = ['acceptance', 'decline', 'completion'] as const
export type Step = (typeof STEPS)[number]
export const DECLINE_REASONS = ['known', 'too_far', 'no_fit', 'not_now', 'not_wanted', 'other'] as const
export type DeclineReason = (typeof DECLINE_REASONS)[number]

/** What leads on from where. From `declined` and `done` only back: the step is taken back. */
const NEXT: Record<State, Partial<Record<Step, State>>> = {
  proposed: { acceptance: 'accepted', decline: 'declined' },
  accepted: { completion: 'done' },
  declined: {},
  done: {},
}

/** Where an introduction stands after its steps, in order; undefined where one of them does not follow. */
export function stateAfter(steps: readonly Step[]): State | undefined {
  return steps.reduce<State | undefined>((state, step) => (state === undefined ? undefined : NEXT[state][step]), 'proposed')
}

/** So many days a pair is not proposed again that was declined, or introduced (without a reason); `not_now` comes back soonest. */
function daysLeftAlone(reason: DeclineReason | null): number {
  return reason === 'not_now' ? 90 : 365
}

const DAY_MS = 86_400_000

export function isLeftAlone({ reason, at }: { reason: DeclineReason | null; at: Date }, now: Date): boolean {
  return now.getTime() < at.getTime() + daysLeftAlone(reason) * DAY_MS
}

/** How many of one origin were decided, accepted, ended (declined or done), and done with a tie that came of it. */
export type Tally = { decided: number; accepted: number; ended: number; tied: number }
/** `share` of `of`, null where there is none, with the bounds between which the true share lies in 95 of 100 cases. */
export type Rate = { count: number; of: number; share: number | null; low: number; high: number }
export type Comparison = {
  fit: { accepted: Rate; tied: Rate }
  connected: { accepted: Rate; tied: Rate }
  /** Whether more, fewer, or as far as can be told as many of ours are accepted as of the best connected. */
  verdict: 'few' | 'open' | 'better' | 'worse'
  /** Of the shares accepted, ours minus theirs, shown also when it is negative; null while there are too few. */
  lift: number | null
}

/** With fewer decisions on either side nothing is said. */
export const DECISIONS_MIN = 10

export function compare(fit: Tally, connected: Tally): Comparison {
  const rates = (tally: Tally) => ({ accepted: rateOf(tally.accepted, tally.decided), tied: rateOf(tally.tied, tally.ended) })
  const [ours, theirs] = [rates(fit), rates(connected)]
  const isFew = Math.min(fit.decided, connected.decided) < DECISIONS_MIN
  const { low, high } = ours.accepted
  const apart = low > theirs.accepted.high ? 'better' : high < theirs.accepted.low ? 'worse' : 'open'
  return {
    fit: ours,
    connected: theirs,
    verdict: isFew ? 'few' : apart,
    lift: isFew ? null : ours.accepted.share! - theirs.accepted.share!,
  }
}

const Z = 1.959964

/** Wilson's interval for a share: Wilson 1927, Probable inference, the law of succession, and statistical inference. */
export function rateOf(count: number, of: number): Rate {
  if (of === 0) return { count, of, share: null, low: 0, high: 1 }
  const share = count / of
  const widened = 1 + Z ** 2 / of
  const middle = (share + Z ** 2 / (2 * of)) / widened
  const half = (Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2))) / widened
  return { count, of, share, low: count === 0 ? 0 : middle - half, high: count === of ? 1 : middle + half }
}
