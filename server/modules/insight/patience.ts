import { DomainError } from '../../kernel/errors.ts'

/** So long somebody waits for an answer; it is thought to its end all the same, and kept. */
export const PATIENCE_MS = 120_000

/** What the work answers, or too_many where that takes longer than anybody waits. The work goes on. */
export async function patiently<T>(work: Promise<T>, patienceMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const enough = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new DomainError(
            'too_many',
            'insight_thinking',
            'This takes a while on a map as large as yours. Please look again in some minutes.',
          ),
        ),
      patienceMs,
    )
  })
  // whoever has gone does not hear that it failed; it is tried again by who asks next
  work.catch(() => undefined)
  return await Promise.race([work, enough]).finally(() => clearTimeout(timer))
}
