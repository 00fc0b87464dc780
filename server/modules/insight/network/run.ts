/**
 * How a long computation is watched and stopped. `signal` may be an AbortSignal, or anything that can be asked: a kernel that runs without
 * returning to the event loop hears of an AbortSignal only where somebody else can set it, so in a thread it is a flag in shared memory.
 */
export type Run = {
  signal?: { readonly aborted: boolean } | undefined
  /** Told now and then how much is done, in units of the work (sources, parties, rounds). */
  onProgress?: ((done: number, total: number) => void) | undefined
}

/** Thrown by a kernel that was told to stop. */
export class Cancelled extends Error {
  override name = 'AbortError'
  constructor() {
    super('The computation was cancelled.')
  }
}

/** Tells how far a kernel is and throws Cancelled when it was told to stop. Called by kernels at least every few milliseconds of work. */
export function checkpoint(run: Run | undefined, done: number, total: number): void {
  if (run === undefined) return
  if (run.signal?.aborted) throw new Cancelled()
  run.onProgress?.(done, total)
}

/** The run of a step inside a longer computation, which stops with it and leaves telling how far it is to the whole. */
export function quiet(run: Run | undefined): Run | undefined {
  return run && { signal: run.signal }
}

const WHOLE = 1_000

/** The run of a stretch of a longer computation, from one share of the whole to another: it stops with it, and tells how far the whole is. */
export function stretch(run: Run | undefined, from: number, to: number): Run | undefined {
  if (!run?.onProgress) return run
  const tell = run.onProgress
  return { signal: run.signal, onProgress: (done, total) => tell(Math.round(WHOLE * (from + ((to - from) * done) / total)), WHOLE) }
}
