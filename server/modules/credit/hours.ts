import { type RawBuilder, sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, isAuthor, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/paging.ts'
import {
  type Account,
  findOrMakeAsset,
  findOrOpenAccount,
  listAccounts,
  type NewAccount,
  postAll,
  readOwnerNames,
} from '../ledger/index.ts'
import { readAliases, resolveParties } from '../parties/index.ts'
import { allow, allowList, may, partiesWithin, readPeopleBehind, todayIn } from '../people/index.ts'
import { projectKey } from './rules.ts'
import type { HourSum, HourSums, Hours, HoursList, NewHours } from './schema.ts'

/** Minutes are the smallest unit, and so nothing has to be rounded. */
const HOURS = { code: 'HOURS', name: 'Volunteer hours, in minutes', scale: 0, kind: 'hours' as const }
const PROJECT = 'hours:'
const SUMS_SHOWN = 100
const ACCOUNTS_MAX = 5_000

type Row = {
  id: string
  giver: string
  receiver: string | null
  project: string | null
  project_name: string | null
  minutes: number
  day: string
  what: string
  reported_by: string
  reported_at: Date
  how: 'confirmed' | 'refused' | null
}

/** Says that hours were given. They count when the other side has confirmed them. */
export async function reportHours(tx: Tx, input: NewHours): Promise<Hours> {
  allow(tx, 'hours.report', input.giverId)
  const { giverId, receiverId, project, minutes, day, what } = input
  if ((receiverId === undefined) === (project === undefined)) throw refused('receiverId', 'one_of_both')
  if (day > (await todayIn(tx))) throw refused('day', 'in_future')
  const key = project === undefined ? null : projectKey(project)
  if (key === '') throw refused('project', 'empty')
  const parties = await resolveParties(tx, [giverId, ...(receiverId === undefined ? [] : [receiverId])])
  const receiver = receiverId === undefined ? null : parties.get(receiverId)!
  if (receiver === parties.get(giverId)) throw refused('receiverId', 'same_party')
  const row = {
    ecosystem_id: tx.ecosystemId,
    id: newId(),
    giver: parties.get(giverId)!,
    receiver,
    project: key,
    project_name: key === null ? null : ((await findProjectName(tx, key)) ?? project!),
    minutes,
    day,
    what,
    reported_by: sourceOf(tx.actor),
    reported_at: tx.now(),
  }
  await tx.db.insertInto('hour_reports').values(row).execute()
  await emit(tx, 'hours.reported', row.giver, { reportId: row.id })
  return (await show(tx, [{ ...row, how: null }]))[0]!
}

/**
 * The other side says that it is so: the organisation that got them, or the coordinators for a project, and never the person who reported them.
 * Then they are booked, on the day they were given or the first one that is open.
 */
export async function confirmHours(tx: Tx, id: string): Promise<Hours> {
  const row = await lockOpen(tx, id)
  await findOrMakeAsset(tx, HOURS)
  const account = (more: Pick<NewAccount, 'ownerPartyId' | 'purpose' | 'normalSide'>) =>
    findOrOpenAccount(tx, { asset: HOURS.code, ...more })
  const given = await account({ ownerPartyId: row.giver, purpose: 'hours', normalSide: 'credit' })
  const received =
    row.receiver === null
      ? await account({ ownerPartyId: null, purpose: `${PROJECT}${row.project}`, normalSide: 'debit' })
      : await account({ ownerPartyId: row.receiver, purpose: 'hours.received', normalSide: 'debit' })
  const minutes = BigInt(row.minutes)
  const [posted] = await postAll(tx, [
    {
      scope: 'hours',
      key: id,
      kind: 'hours',
      effectiveOn: row.day,
      late: 'next',
      explanation: { report: id, from: row.giver, to: row.receiver ?? row.project, text: row.what },
      entries: [
        { accountId: received, amount: minutes },
        { accountId: given, amount: -minutes },
      ],
    },
  ])
  return await answerWith(tx, row, 'confirmed', posted!.id)
}

/** The other side says that it was not so. Nothing is booked. */
export async function refuseHours(tx: Tx, id: string): Promise<Hours> {
  return await answerWith(tx, await lockOpen(tx, id), 'refused', null)
}

/** What was reported, the last first: everything, or what the own organisation gave or got. */
export async function listHours(ctx: Ctx, { limit, cursor, state }: HoursList): Promise<Page<Hours>> {
  allowList(ctx, 'hours.read')
  const within = partiesWithin(ctx, 'hours.read')
  const conditions: RawBuilder<unknown>[] = [
    ...(within === undefined ? [] : [sql`(r.giver = any(${within}::uuid[]) or r.receiver = any(${within}::uuid[]))`]),
    ...(state === undefined ? [] : [state === 'open' ? sql`a.how is null` : sql`a.how = ${state}`]),
    ...(cursor === undefined ? [] : [sql`r.id < ${decodeCursor(cursor, 1)[0]}::uuid`]),
  ]
  const page = toPage(await select(ctx, conditions, limit + 1), limit, ({ id }) => [id])
  return { items: await show(ctx, page.items), nextCursor: page.nextCursor }
}

/** How many hours were given to what and by whom, as they are booked. */
export async function sumHours(ctx: Ctx): Promise<HourSums> {
  allow(ctx, 'hours.read', ctx.actor.kind === 'system' ? null : (ctx.actor.partyIds[0] ?? null))
  const accounts = await listAccounts(ctx, { asset: HOURS.code }, ACCOUNTS_MAX)
  const { targetOf } = await readAliases(ctx)
  const seen = accounts.filter(({ ownerPartyId }) => ownerPartyId === null || may(ctx, 'hours.read', ownerPartyId))
  const nameOf = await readOwnerNames(ctx, seen.map(({ ownerPartyId }) => ownerPartyId)) // biome-ignore format: one line reads better
  const projects = await readProjectNames(ctx)
  // those that became one are one
  const idOf = ({ ownerPartyId, purpose }: Account) => (ownerPartyId === null ? purpose : targetOf(ownerPartyId))
  const toSum = ([{ ownerPartyId, purpose }, minutes]: [Account, bigint]): HourSum => {
    const key = purpose.slice(PROJECT.length)
    const party = ownerPartyId === null ? null : { id: targetOf(ownerPartyId), name: nameOf(ownerPartyId) }
    return { party, project: ownerPartyId === null ? (projects.get(key) ?? key) : null, minutes: String(minutes) }
  }
  const minutesOf = (group: readonly Account[]) => group.reduce((sum, { balance }) => sum + balance, 0n)
  const most = (list: readonly Account[]) =>
    [...Map.groupBy(list, idOf).values()]
      .map((group): [Account, bigint] => [group[0]!, minutesOf(group)])
      .sort(([, a], [, b]) => (a < b ? 1 : -1))
      .slice(0, SUMS_SHOWN)
      .map(toSum)
  const given = accounts.filter(({ purpose }) => purpose === 'hours')
  return {
    given: most(seen.filter(({ purpose }) => purpose === 'hours')),
    received: most(seen.filter(({ purpose }) => purpose !== 'hours')),
    minutes: String(minutesOf(given)),
  }
}

/** Of two who answer at once, the first is heard: reports are never changed, so they take turns by a lock of their own. */
async function lockOpen(tx: Tx, id: string): Promise<Row> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`hours:${tx.ecosystemId}:${id}`}, 0))`.execute(tx.db)
  const row = found((await select(tx, [sql`r.id = ${id}`], 1))[0], 'hour_report')
  // whoever may not know of it hears that there is none
  if (!isInvolved(tx, row)) found(undefined, 'hour_report')
  allow(tx, 'hours.confirm', row.receiver)
  if (row.how !== null) throw new DomainError('conflict', 'hours_answered', 'These hours have been answered already.')
  const personBehind = await readPeopleBehind(tx, [row.reported_by])
  if (isAuthor(tx.actor, personBehind(row.reported_by))) {
    throw new DomainError('forbidden', 'hours_own_report', 'Whoever reported hours does not confirm them too. Somebody else has to.')
  }
  return row
}

function isInvolved(ctx: Ctx | Tx, { giver, receiver }: Row): boolean {
  return may(ctx, 'hours.read', [giver, receiver])
}

async function answerWith(tx: Tx, row: Row, how: 'confirmed' | 'refused', transactionId: string | null): Promise<Hours> {
  await tx.db
    .insertInto('hour_answers')
    .values({
      ecosystem_id: tx.ecosystemId,
      report_id: row.id,
      how,
      transaction_id: transactionId,
      answered_by: sourceOf(tx.actor),
      answered_at: tx.now(),
    })
    .execute()
  await emit(tx, `hours.${how}`, row.giver, { reportId: row.id })
  return (await show(tx, [{ ...row, how }]))[0]!
}

async function select({ db, ecosystemId }: Ctx | Tx, conditions: readonly RawBuilder<unknown>[], limit: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select r.id, r.giver, r.receiver, r.project, r.project_name, r.minutes, r.day::text as day, r.what, r.reported_by, r.reported_at, a.how
    from hour_reports r left join hour_answers a on a.ecosystem_id = r.ecosystem_id and a.report_id = r.id
    where ${sql.join([sql`r.ecosystem_id = ${ecosystemId}`, ...conditions], sql` and `)} order by r.id desc limit ${limit}`.execute(db)
  return rows
}

async function show(ctx: Ctx | Tx, rows: readonly Row[]): Promise<Hours[]> {
  const nameOf = await readOwnerNames(ctx, rows.flatMap(({ giver, receiver }) => [giver, receiver])) // biome-ignore format: one line reads better
  const personBehind = await readPeopleBehind(ctx, rows.map((row) => row.reported_by)) // biome-ignore format: one line reads better
  return rows.map(({ id, giver, receiver, project_name, minutes, day, what, reported_by, reported_at, how }) => ({
    id,
    giver: { id: giver, name: nameOf(giver) },
    receiver: receiver === null ? null : { id: receiver, name: nameOf(receiver) },
    project: project_name,
    minutes,
    day,
    what,
    state: how ?? 'open',
    reportedOn: reported_at.toISOString(),
    mayAnswer: how === null && may(ctx, 'hours.confirm', receiver) && !isAuthor(ctx.actor, personBehind(reported_by)),
  }))
}

async function findProjectName(tx: Tx, key: string): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    select project_name as name from hour_reports where ecosystem_id = ${tx.ecosystemId} and project = ${key} order by id limit 1`.execute(
    tx.db,
  )
  return rows[0]?.name
}

async function readProjectNames({ db, ecosystemId }: Ctx): Promise<Map<string, string>> {
  const { rows } = await sql<{ key: string; name: string }>`
    select distinct on (project) project as key, project_name as name from hour_reports
    where ecosystem_id = ${ecosystemId} and project is not null order by project, id limit ${ACCOUNTS_MAX}`.execute(db)
  return new Map(rows.map(({ key, name }) => [key, name]))
}

function refused(path: string, code: 'one_of_both' | 'in_future' | 'same_party' | 'empty'): DomainError {
  return new DomainError('invalid', 'hours_unclear', 'These hours cannot be written down like this. Nothing was kept.', [
    complaint(path, code),
  ])
}
