import { type Kysely, sql } from 'kysely'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import type { Db } from '../../kernel/db.ts'
import { createEntrance, openEntrance, revokeEntrances, useEntrance } from '../../kernel/entrances.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { isId, newId } from '../../kernel/ids.ts'
import type { Tables } from '../../modules.ts'
import { insertEcosystem } from './ecosystems.ts'
import { hashPassword } from './passwords.ts'
import type { FirstRun, Locale } from './schema.ts'
import type { IdsOfParty } from './sessions.ts'

/** What account operations work with: a person belongs to no ecosystem. */
export type Door = { db: Db; now: () => Date }

const FIRST_RUN_KIND = 'first_run'
const FIRST_RUN_MINUTES = 30

/**
 * While there is no account: a fresh single-use link that creates the first one, good for 30 minutes; earlier links are withdrawn.
 * Undefined as soon as somebody has an account. The key stands behind `#`, so it reaches no server's log.
 */
export async function firstRunLink(door: Door & { url: string }): Promise<string | undefined> {
  if (await hasAccounts(door.db)) return undefined
  return await door.db.transaction().execute(async (db) => {
    const inside = { db, now: door.now }
    await revokeEntrances(inside, FIRST_RUN_KIND, 'installation')
    const expiresAt = new Date(door.now().getTime() + FIRST_RUN_MINUTES * 60_000)
    const { key } = await createEntrance(inside, { kind: FIRST_RUN_KIND, ecosystemId: null, target: 'installation', scope: {}, expiresAt })
    return `${door.url}/app/first-run#${key}`
  })
}

/** Creates the first account, which looks after the installation, and its ecosystem. Throws not_found or gone for a link that is not good. */
export async function runFirst(door: Door, input: FirstRun): Promise<{ personId: string; ecosystemId: string }> {
  await openEntrance(door, FIRST_RUN_KIND, input.key)
  const passwordHash = await hashPassword(input.password)
  const personId = newId()
  const ctx = ownerCtx(door, personId)
  await transaction(ctx, async (tx) => {
    await useEntrance(tx, FIRST_RUN_KIND, input.key)
    if (await hasAccounts(tx.db)) throw new DomainError('gone', 'entrance_used', 'There is an account already. Please sign in.')
    await insertAccount(tx, {
      id: personId,
      name: input.name,
      email: input.email,
      locale: input.locale,
      passwordHash,
      emailVerified: false,
    })
    await tx.db.insertInto('auth.operators').values({ person_id: personId, since: tx.now() }).execute()
    await insertEcosystem(tx, { ...input.ecosystem, locale: input.locale }, personId)
  })
  return { personId, ecosystemId: ctx.ecosystemId }
}

/** A Ctx for an ecosystem that is about to be made by this person. */
export function ownerCtx(door: Door, personId: string): Ctx {
  return { ...door, actor: { kind: 'person', personId, role: 'owner', partyIds: [] }, ecosystemId: newId() }
}

/** Throws conflict when the address has an account. */
export async function insertAccount(
  { db, now }: { db: Kysely<Tables>; now: () => Date },
  input: { id: string; name: string; email: string; locale: Locale; passwordHash: string; emailVerified: boolean },
): Promise<void> {
  const at = now()
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('auth.user')
    .values({
      id: input.id,
      name: input.name,
      email: input.email,
      emailVerified: input.emailVerified,
      locale: input.locale,
      createdAt: at,
      updatedAt: at,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 0n) throw new DomainError('conflict', 'account_exists', 'This address has an account. Please sign in.')
  await insertPassword({ db, now }, input.id, input.passwordHash)
}

export async function insertPassword(
  { db, now }: { db: Kysely<Tables>; now: () => Date },
  personId: string,
  passwordHash: string,
): Promise<void> {
  const at = now()
  await db
    .insertInto('auth.account')
    .values({
      id: newId(),
      accountId: personId,
      providerId: 'credential',
      userId: personId,
      password: passwordHash,
      createdAt: at,
      updatedAt: at,
    })
    .execute()
}

/** The account itself, for its own holder. */
export async function getPerson(door: Door, personId: string) {
  const user = found(await door.db.selectFrom('auth.user').selectAll().where('id', '=', personId).executeTakeFirst(), 'account')
  const credential = await door.db
    .selectFrom('auth.account')
    .select('id')
    .where('userId', '=', personId)
    .where('providerId', '=', 'credential')
    .where('password', 'is not', null)
    .executeTakeFirst()
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    locale: user.locale,
    twoFactor: user.twoFactorEnabled === true,
    hasPassword: credential !== undefined,
  }
}

export async function changePerson(
  door: Door,
  personId: string,
  change: { name?: string | undefined; locale?: Locale | undefined },
): Promise<void> {
  await door.db
    .updateTable('auth.user')
    .set({
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.locale === undefined ? {} : { locale: change.locale }),
      updatedAt: door.now(),
    })
    .where('id', '=', personId)
    .execute()
}

/** The ecosystems a person belongs to, by name, with their role in each and the organisation they speak for there today. */
export async function listEcosystems(door: Door, personId: string, idsOfParty: IdsOfParty) {
  const rows = await asPerson(door, personId, (db) =>
    db
      .selectFrom('ecosystems as e')
      .innerJoin('auth.memberships as m', 'm.ecosystem_id', 'e.ecosystem_id')
      .select(['e.ecosystem_id', 'e.name', 'e.time_zone', 'm.role', 'm.party_id'])
      .where('m.person_id', '=', personId)
      .orderBy('e.name')
      .orderBy('e.ecosystem_id')
      .execute(),
  )
  const ecosystems = []
  for (const { ecosystem_id: id, name, time_zone: timeZone, role, party_id } of rows) {
    const [partyId = null] = party_id === null ? [] : await idsOfParty({ ...door, ecosystemId: id }, party_id)
    ecosystems.push({ id, name, timeZone, role, partyId })
  }
  return ecosystems
}

export async function isOperator({ db }: { db: Kysely<Tables> }, personId: string): Promise<boolean> {
  return (await db.selectFrom('auth.operators').select('person_id').where('person_id', '=', personId).executeTakeFirst()) !== undefined
}

/**
 * Whether no mail has confirmed the address of an account. That holds of accounts made with a link from hand to hand, which anybody may have
 * used, and of the first one, which is an operator's.
 */
export async function isHanded({ db }: { db: Kysely<Tables> }, personId: string): Promise<boolean> {
  const user = await db.selectFrom('auth.user').select('emailVerified').where('id', '=', personId).executeTakeFirst()
  return user?.emailVerified === false && !(await isOperator({ db }, personId))
}

/** Whether anybody can sign in: of an erased account only the id is left, without a name. */
export async function hasAccounts(db: Kysely<Tables>): Promise<boolean> {
  return (await db.selectFrom('auth.user').select('id').where('name', '<>', '').limit(1).executeTakeFirst()) !== undefined
}

/** Runs `work` in a transaction that sees the ecosystems of this person, and no rows inside them. */
async function asPerson<T>(door: Door, personId: string, work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
  if (!isId(personId)) throw new Error('personId is not a uuid')
  return await door.db.transaction().execute(async (db) => {
    await sql`set local tutti.person_id = ${sql.lit(personId)}`.execute(db)
    return await work(db)
  })
}
