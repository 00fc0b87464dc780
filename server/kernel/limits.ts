import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'
import type { DomainError } from './errors.ts'

/** Counts one try. Throws what `refused` makes of the milliseconds to wait, when there were too many. */
export async function spend(limiter: RateLimiterAbstract, key: string, refused: (waitMs: number) => DomainError): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    throw refused(refusal.msBeforeNext)
  }
}
