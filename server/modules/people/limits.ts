import { createHash } from 'node:crypto'
import type pg from 'pg'
import { RateLimiterPostgres } from 'rate-limiter-flexible'
import { addressBlock } from '../../kernel/client.ts'
import { DomainError } from '../../kernel/errors.ts'
import { spend } from '../../kernel/limits.ts'

const WINDOW_SECONDS = 15 * 60
const TRIES_PER_ACCOUNT = 10
const TRIES_PER_ADDRESS = 100
const LINKS_PER_VISITOR = 5
const LINKS_FROM_EVERYWHERE = 12
const CODES_PER_ACCOUNT = 10
const PASSWORDS_PER_PERSON = 10
const SLOW_WINDOW_SECONDS = 3600
const TRIES_FROM_EVERYWHERE = 50

export type SignInLimits = ReturnType<typeof createSignInLimits>

/**
 * Counts tries in PostgreSQL, so that a restart or a second machine forgets nothing. An account is counted together with the address the
 * tries come from: a stranger cannot lock its holder out. What one address may try in all is limited as well, and so are, more loosely, the
 * failed tries at one account from everywhere: whoever has many addresses closes the password for an hour at most, not the other ways in.
 */
export function createSignInLimits(pool: pg.Pool) {
  const table = {
    storeClient: pool,
    storeType: 'pool',
    schemaName: 'auth',
    tableName: 'rate_limits',
    tableCreated: true,
    duration: WINDOW_SECONDS,
  }
  const perAccount = new RateLimiterPostgres({ ...table, keyPrefix: 'account', points: TRIES_PER_ACCOUNT })
  const perAddress = new RateLimiterPostgres({ ...table, keyPrefix: 'address', points: TRIES_PER_ADDRESS })
  const everywhere = new RateLimiterPostgres({
    ...table,
    keyPrefix: 'everywhere',
    points: TRIES_FROM_EVERYWHERE,
    duration: SLOW_WINDOW_SECONDS,
  })
  const linksPerVisitor = new RateLimiterPostgres({ ...table, keyPrefix: 'links', points: LINKS_PER_VISITOR })
  // counted for as long as a link signs in: whoever is refused has one in the mailbox that still does
  const links = new RateLimiterPostgres({ ...table, keyPrefix: 'links_everywhere', points: LINKS_FROM_EVERYWHERE })
  const secrets = {
    codes: { limiter: new RateLimiterPostgres({ ...table, keyPrefix: 'codes', points: CODES_PER_ACCOUNT }), refused: tooManyCodes },
    passwords: {
      limiter: new RateLimiterPostgres({ ...table, keyPrefix: 'passwords', points: PASSWORDS_PER_PERSON }),
      refused: tooManyPasswords,
    },
  }
  return {
    /** Counts one try. Throws too_many with the seconds to wait. */
    async spend(address: string, email: string | undefined): Promise<void> {
      await consume(perAddress, addressBlock(address))
      if (email === undefined) return
      await consume(perAccount, keyOf(addressBlock(address), email))
      await consume(everywhere, keyOf(email), fromEverywhere)
    },
    /** After a success the tries before it count no more. Those of others at the same account do. */
    async forgive(address: string, email: string): Promise<void> {
      await perAccount.delete(keyOf(addressBlock(address), email))
      await everywhere.reward(keyOf(email))
    },
    /**
     * Counts one code of a second factor, or one password within a session, wherever it comes from: whoever asks knows the password already, or
     * holds the session. Throws too_many.
     */
    async spendAt(secret: keyof typeof secrets, address: string, personId: string | undefined): Promise<void> {
      await consume(perAddress, addressBlock(address))
      if (personId !== undefined) await consume(secrets[secret].limiter, keyOf(personId), secrets[secret].refused)
    },
    /** After the right one that one try counts no more. */
    async forgiveAt(secret: keyof typeof secrets, personId: string): Promise<void> {
      await secrets[secret].limiter.reward(keyOf(personId))
    },
    /** Counts one mail with a link, asked for by a visitor, and more loosely from everywhere. Throws too_many. */
    async spendLink(address: string, email: string): Promise<void> {
      await consume(perAddress, addressBlock(address))
      await consume(linksPerVisitor, keyOf(addressBlock(address), email))
      await consume(links, keyOf(email), tooManyLinks)
    },
  }
}

/** Hashed, so that the table of tries is no list of addresses. */
function keyOf(...parts: string[]): string {
  return createHash('sha256').update(parts.join(' ').trim().toLowerCase()).digest('base64url')
}

function tooMany(minutes: number): DomainError {
  return new DomainError('too_many', 'too_many_tries', `Too many tries. Please wait ${minutes} minutes and try again.`)
}

function fromEverywhere(minutes: number): DomainError {
  const message = `Somebody tried too many passwords for this account, perhaps not you. Passwords are taken again in ${minutes} minutes. A link by mail or a passkey signs you in at once.`
  return new DomainError('too_many', 'too_many_tries_at_account', message)
}

function tooManyCodes(minutes: number): DomainError {
  const message = `Somebody tried too many codes for this account, perhaps not you. Codes are taken again in ${minutes} minutes. A passkey signs you in at once.`
  return new DomainError('too_many', 'too_many_codes', message)
}

function tooManyPasswords(minutes: number): DomainError {
  const message = `Too many wrong passwords were given in this account. Nothing was changed. Passwords are taken again here in ${minutes} minutes.`
  return new DomainError('too_many', 'too_many_passwords', message)
}

/** Says the same whether the address has an account or not. */
function tooManyLinks(minutes: number): DomainError {
  const message = `Many links to this address were asked for, perhaps not by you. If it has an account, the newest in its mailbox still work. Others are sent in ${minutes} minutes.`
  return new DomainError('too_many', 'too_many_links', message)
}

async function consume(limiter: RateLimiterPostgres, key: string, refused: (minutes: number) => DomainError = tooMany): Promise<void> {
  await spend(limiter, key, (waitMs) => refused(Math.ceil(waitMs / 60_000)))
}
