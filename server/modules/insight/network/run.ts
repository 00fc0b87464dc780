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
