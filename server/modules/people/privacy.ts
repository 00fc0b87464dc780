import { sql } from 'kysely'
import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { isId, newId } from '../../kernel/ids.ts'
import { enqueue } from '../../kernel/jobs.ts'
import { type Door, isHanded } from './accounts.ts'

/** Whose data it is: somebody with an account, or a contact person at an organisation. */
export type DataSubject = { kind: 'account'; id: string; name: string; email: string } | { kind: 'contact'; id: string }

/**
 * What a module says about a person. Each module that keeps personal data lists one in server/modules.ts. Everything runs once for each
 * ecosystem the person is or was in, inside its tenant.
 */
export type PersonalData = {
  module: string
  /** What the module holds on the person, by heading, as plain JSON. */
  collect: (tx: Tx, subject: DataSubject) => Promise<Record<string, unknown>>
  /** Takes the person out of the module's rows, its history and undo data included. Runs again after a restore, so it may find nothing.
   * `traces` are the words by which the person is found in texts. */
  erase: (tx: Tx, subject: DataSubject, traces: readonly string[]) => Promise<void>
  /** Words by which copies of the person's data are found in kept answers and mails: addresses, numbers, full names. */
  traces?: (tx: Tx, subject: DataSubject) => Promise<string[]>
}

export type Erasure = { id: string; ecosystemId: string | null; kind: DataSubject['kind']; subjectId: string; at: string }

export const ERASURE_JOB = 'privacy.note_erasure'
const TRACE_LENGTH_MIN = 4

let contributions: readonly PersonalData[] = []

/** Called once at the start, by whoever knows the modules. */
export function setPersonalData(list: readonly PersonalData[]): void {
  contributions = list
}

/** Everything the installation holds on the holder of an account, as one JSON value. */
export async function exportAccount(door: Door, personId: string): Promise<Record<string, unknown>> {
  const subject = await accountSubject(door, personId)
  const ecosystems = []
  for (const ecosystemId of await ecosystemsOf(door, personId)) {
    const parts = await transaction(systemCtx(door, ecosystemId), (tx) => collectIn(tx, subject))
    ecosystems.push({ ecosystemId, ...parts })
  }
  return { exportedAt: door.now().toISOString(), account: await collectAccount(door, personId), ecosystems }
}

/** Everything an ecosystem holds on one contact person. The caller has checked the rights. */
export async function exportContact(tx: Tx, contactId: string): Promise<Record<string, unknown>> {
  return { exportedAt: tx.now().toISOString(), ...(await collectIn(tx, { kind: 'contact', id: contactId })) }
}

/** Takes a contact person out of the ecosystem for good and notes it. The caller has checked the rights. */
export async function eraseContact(tx: Tx, contactId: string): Promise<void> {
  await eraseIn(tx, { kind: 'contact', id: contactId })
  await note(tx, { kind: 'contact', subjectId: contactId, ecosystemId: tx.ecosystemId })
}

/**
 * Ends an account for good: memberships, sessions, keys, and what all modules hold. Its id stays, so that the log stays readable, without a
 * name. Throws conflict for the only owner of an ecosystem, and for the only operator while others have accounts.
 */
export async function eraseAccount(door: Door, personId: string): Promise<void> {
  await eraseAccountNow(door, personId, true)
}

/**
 * After a restore: erases again whoever was erased since the backup was made. `erasures` are the notes kept outside the database; those in
 * it are done again as well. Answers how many.
 */
export async function applyErasures(door: Door, erasures: readonly Erasure[]): Promise<number> {
  const kept = await door.db.selectFrom('auth.erasures').selectAll().execute()
  const all = new Map<string, Erasure>(erasures.map((erasure) => [erasure.id, erasure]))
  for (const row of kept) {
    const kind = row.kind as Erasure['kind']
    all.set(row.id, { id: row.id, ecosystemId: row.ecosystem_id, kind, subjectId: row.subject_id, at: row.at.toISOString() })
  }
  for (const erasure of all.values()) {
    if (erasure.kind === 'account') await eraseAccountNow(door, erasure.subjectId, false)
    else if (erasure.ecosystemId !== null) {
      await transaction(systemCtx(door, erasure.ecosystemId), (tx) => eraseIn(tx, { kind: 'contact', id: erasure.subjectId }))
    }
    await door.db
      .insertInto('auth.erasures')
      .values({
        id: erasure.id,
        ecosystem_id: erasure.ecosystemId,
        kind: erasure.kind,
        subject_id: erasure.subjectId,
        at: new Date(erasure.at),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  return all.size
}

async function eraseAccountNow(door: Door, personId: string, isFirst: boolean): Promise<void> {
  const subject = await accountSubject(door, personId).catch((error: unknown) => {
    if (isFirst) throw error
    return undefined
  })
  if (!subject) return
  await transaction(systemCtx(door, newId()), async (tx) => {
    if (isFirst) await mustNotBeNeeded(tx, personId)
    for (const ecosystemId of await ecosystemsOf(tx, personId)) await inEcosystem(tx, ecosystemId, (inside) => eraseIn(inside, subject))
    await tx.db.deleteFrom('auth.operators').where('person_id', '=', personId).execute()
    for (const table of ['auth.session', 'auth.account', 'auth.passkey', 'auth.twoFactor'] as const) {
      await tx.db.deleteFrom(table).where('userId', '=', personId).execute()
    }
    await tx.db.deleteFrom('auth.keys').where('person_id', '=', personId).execute()
    await tx.db.deleteFrom('auth.verification').where('value', '=', personId).execute()
    await tx.db.deleteFrom('entrances').where('target', '=', personId).execute()
    await tx.db.deleteFrom('auth.mails').where('to_address', '=', subject.email).execute()
    await tx.db
      .updateTable('auth.user')
      .set({
        name: '',
        email: `${personId}@erased.invalid`,
        emailVerified: false,
        image: null,
        twoFactorEnabled: false,
        updatedAt: tx.now(),
      })
      .where('id', '=', personId)
      .execute()
    if (isFirst) await note(tx, { kind: 'account', subjectId: personId, ecosystemId: null })
  })
}

async function collectIn(tx: Tx, subject: DataSubject): Promise<Record<string, unknown>> {
  const parts: Record<string, unknown> = {}
  for (const { module, collect } of contributions) parts[module] = await collect(tx, subject)
  return parts
}

async function eraseIn(tx: Tx, subject: DataSubject): Promise<void> {
  const traces: string[] = [subject.id]
  for (const { traces: find } of contributions) traces.push(...((await find?.(tx, subject)) ?? []))
  for (const { erase } of contributions) await erase(tx, subject, traces)
  await eraseAnswers(tx, subject, traces)
}

/** Kept answers to requests are copies of what was answered: those of the person go, and those that mention them. */
async function eraseAnswers(tx: Tx, subject: DataSubject, traces: readonly string[]): Promise<void> {
  const words = traces.filter((trace) => trace.length >= TRACE_LENGTH_MIN)
  await tx.db
    .deleteFrom('idempotency_keys')
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where((where) =>
      where.or([
        where('actor_id', '=', `person:${subject.id}`),
        ...words.map((word) => sql<boolean>`position(lower(${word}) in lower(coalesce(answer, ''))) > 0`),
      ]),
    )
    .execute()
}

async function mustNotBeNeeded(tx: Tx, personId: string): Promise<void> {
  await lockOwners(tx, personId)
  const owned = await tx.db
    .selectFrom('auth.memberships as m')
    .select('m.ecosystem_id')
    .where('m.person_id', '=', personId)
    .where('m.role', '=', 'owner')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('auth.memberships as o')
            .select('o.person_id')
            .whereRef('o.ecosystem_id', '=', 'm.ecosystem_id')
            .where('o.role', '=', 'owner')
            .where('o.person_id', '<>', personId),
        ),
      ),
    )
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('auth.memberships as o')
          .select('o.person_id')
          .whereRef('o.ecosystem_id', '=', 'm.ecosystem_id')
          .where('o.person_id', '<>', personId),
      ),
    )
    .execute()
  if (owned.length > 0)
    throw new DomainError('conflict', 'last_owner', 'An ecosystem needs an owner. Please make somebody else an owner first.')
  const operators = await tx.db.selectFrom('auth.operators').select('person_id').orderBy('person_id').forUpdate().execute()
  const others = await tx.db.selectFrom('auth.user').select('id').where('id', '<>', personId).where('name', '<>', '').limit(1).execute()
  if (others.length > 0 && operators.length === 1 && operators[0]?.person_id === personId) {
    throw new DomainError('conflict', 'last_operator', 'Somebody must look after the installation. Please name another operator first.')
  }
}

/**
 * Locks the person's memberships and the owners beside them, in the order in which members.ts locks them: of two owners who go at the same
 * time, the second decides with the first one gone.
 */
async function lockOwners(tx: Tx, personId: string): Promise<void> {
  await tx.db
    .selectFrom('auth.memberships as m')
    .select('m.person_id')
    .where('m.ecosystem_id', 'in', (from) =>
      from.selectFrom('auth.memberships as mine').select('mine.ecosystem_id').where('mine.person_id', '=', personId),
    )
    .where((where) => where.or([where('m.person_id', '=', personId), where('m.role', '=', 'owner')]))
    .orderBy('m.ecosystem_id')
    .orderBy('m.person_id')
    .forUpdate('m')
    .execute()
}

async function accountSubject(door: Door, personId: string): Promise<Extract<DataSubject, { kind: 'account' }>> {
  const user = await door.db.selectFrom('auth.user').select(['id', 'name', 'email']).where('id', '=', personId).executeTakeFirst()
  return { kind: 'account', ...found(user, 'account') }
}

async function collectAccount({ db }: Door, personId: string): Promise<Record<string, unknown>> {
  const of = { userId: personId }
  const user = await db.selectFrom('auth.user').selectAll().where('id', '=', personId).executeTakeFirstOrThrow()
  return {
    ...user,
    operatorSince:
      (await db.selectFrom('auth.operators').select('since').where('person_id', '=', personId).executeTakeFirst())?.since ?? null,
    sessions: await db
      .selectFrom('auth.session')
      .select(['createdAt', 'expiresAt', 'ipAddress', 'userAgent'])
      .where('userId', '=', of.userId)
      .execute(),
    waysToSignIn: await db
      .selectFrom('auth.account')
      .select(['providerId', 'accountId', 'createdAt'])
      .where('userId', '=', of.userId)
      .execute(),
    passkeys: await db.selectFrom('auth.passkey').select(['name', 'createdAt']).where('userId', '=', of.userId).execute(),
    // found by the address alone: they are for whoever has shown that it is theirs
    mails: (await isHanded({ db }, personId))
      ? []
      : await db
          .selectFrom('auth.mails')
          .select(['subject', 'text', 'created_at', 'sent_at'])
          .where('to_address', '=', user.email)
          .execute(),
  }
}

/** Where the person is or was. */
async function ecosystemsOf({ db }: { db: Ctx['db'] | Tx['db'] }, personId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('auth.memberships')
    .select('ecosystem_id')
    .where('person_id', '=', personId)
    .union(db.selectFrom('auth.former_memberships').select('ecosystem_id').where('person_id', '=', personId))
    .execute()
  return rows.map(({ ecosystem_id }) => ecosystem_id).sort()
}

/** The note is written with the erasure; a job then copies it out of the database, where a restore cannot lose it. */
async function note(tx: Tx, what: Pick<Erasure, 'kind' | 'subjectId' | 'ecosystemId'>): Promise<void> {
  const erasure: Erasure = { id: newId(), at: tx.now().toISOString(), ...what }
  await tx.db
    .insertInto('auth.erasures')
    .values({
      id: erasure.id,
      ecosystem_id: erasure.ecosystemId,
      kind: erasure.kind,
      subject_id: erasure.subjectId,
      at: new Date(erasure.at),
    })
    .execute()
  await enqueue(tx, ERASURE_JOB, { erasure })
}

/** Runs `work` in another tenant of the same transaction, so that an erasure over several ecosystems holds in all or in none. */
async function inEcosystem(tx: Tx, ecosystemId: string, work: (tx: Tx) => Promise<void>): Promise<void> {
  if (!isId(ecosystemId)) throw new Error('ecosystemId is not a uuid')
  await sql`set local tutti.ecosystem_id = ${sql.lit(ecosystemId)}`.execute(tx.db)
  await work({ ...tx, ecosystemId })
}

function systemCtx(door: Door, ecosystemId: string): Ctx {
  return { ...door, actor: { kind: 'system' }, ecosystemId }
}
