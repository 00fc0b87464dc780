import { createHash } from 'node:crypto'
import type pg from 'pg'
import { RateLimiterPostgres } from 'rate-limiter-flexible'
import { addressBlock } from '../../../kernel/client.ts'
import { DomainError } from '../../../kernel/errors.ts'
import { spend } from '../../../kernel/limits.ts'

const HOUR_SECONDS = 3600
const DAY_SECONDS = 86_400
const ASKS_PER_ADDRESS = 10
const ASKS_PER_PARTY = 10
const TRIES_PER_ADDRESS = 60

export type SiteLimits = ReturnType<typeof createSiteLimits>

/** Counted in PostgreSQL like the tries to sign in, so that a restart or a second machine forgets nothing. */
export function createSiteLimits(pool: pg.Pool) {
  const table = { storeClient: pool, storeType: 'pool', schemaName: 'auth', tableName: 'rate_limits', tableCreated: true }
  const asks = new RateLimiterPostgres({ ...table, keyPrefix: 'correction', points: ASKS_PER_ADDRESS, duration: HOUR_SECONDS })
  const party = new RateLimiterPostgres({ ...table, keyPrefix: 'corrected', points: ASKS_PER_PARTY, duration: DAY_SECONDS })
  const tries = new RateLimiterPostgres({ ...table, keyPrefix: 'link', points: TRIES_PER_ADDRESS, duration: HOUR_SECONDS })
  return {
    /** Counts one wish for a link: of the address it comes from, and of the organisation, whose mailbox others shall not fill. Throws too_many. */
    async spendAsk(address: string, partyId: string): Promise<void> {
      await spend(asks, keyOf(addressBlock(address)), tooMany)
      await spend(party, keyOf(partyId), tooMany)
    },
    /** Counts one form sent with a link. Throws too_many. */
    async spendTry(address: string): Promise<void> {
      await spend(tries, keyOf(addressBlock(address)), tooMany)
    },
  }
}

/** Hashed, so that the table of tries is no list of addresses. */
function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

function tooMany(): DomainError {
  return new DomainError('too_many', 'too_many_requests', 'Too many requests. Please try again in an hour.')
}
