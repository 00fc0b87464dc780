/** One promise of speed or quality, measured. `value` is a median unless the case says otherwise. */
export type Case = {
  bench: string
  case: string
  value: number
  unit: string
  /** What is measured beside it in the same run, and its value in the same unit. */
  peer?: string
  peerValue?: number
  /** Held against `value`, or against value ÷ peerValue when there is a peer. */
  goal: { min?: number; max?: number }
}

const DIGITS = 4

/** Prints one JSON line for a case; the process ends non-zero when one is not ok. Answers whether it is. */
export function report({ goal, ...measured }: Case): boolean {
  const ratio = measured.peerValue === undefined ? undefined : measured.value / measured.peerValue
  const held = ratio ?? measured.value
  const ok = Number.isFinite(held) && held >= (goal.min ?? Number.NEGATIVE_INFINITY) && held <= (goal.max ?? Number.POSITIVE_INFINITY)
  const rounded = Object.fromEntries(Object.entries({ ...measured, ratio }).map(([name, value]) => [name, round(value)]))
  console.log(JSON.stringify({ ...rounded, goal: tellGoal(goal, ratio === undefined ? measured.unit : 'of peer'), ok }))
  if (!ok) process.exitCode = 1
  return ok
}

/** Runs `work` once to warm up and then `runs` times; answers the median in milliseconds of `clock`. */
export async function measure(runs: number, work: () => unknown, clock: () => number = wallMs): Promise<number> {
  await work()
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const from = clock()
    await work()
    times.push(clock() - from)
  }
  return median(times)
}

/** Milliseconds of processor time this process has used in all its threads: what counts where the machine is shared. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Milliseconds by the clock on the wall. */
export function wallMs(): number {
  return performance.now()
}

/**
 * Measures two things in turns, so that whatever else the machine does hits both. Answers both medians in milliseconds of their clocks.
 */
export async function measurePeers(
  runs: number,
  work: () => unknown,
  peer: () => unknown,
  clocks: { work: () => number; peer: () => number } = { work: wallMs, peer: wallMs },
): Promise<{ value: number; peerValue: number }> {
  await work()
  await peer()
  const times: { work: number[]; peer: number[] } = { work: [], peer: [] }
  for (let run = 0; run < runs; run++) {
    for (const name of run % 2 ? (['peer', 'work'] as const) : (['work', 'peer'] as const)) {
      const from = clocks[name]()
      await (name === 'work' ? work() : peer())
      times[name].push(clocks[name]() - from)
    }
  }
  return { value: median(times.work), peerValue: median(times.peer) }
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** Linear between the two nearest ranks, as NumPy does by default. `share` from 0 to 1; NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)] ?? Number.NaN
  return low + ((sorted[Math.ceil(at)] ?? low) - low) * (at % 1)
}

function tellGoal({ min, max }: Case['goal'], unit: string): string {
  return [...(min === undefined ? [] : [`≥ ${min} ${unit}`]), ...(max === undefined ? [] : [`≤ ${max} ${unit}`])].join(', ')
}

function round(value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value
}
