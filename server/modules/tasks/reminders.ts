import { sql } from 'kysely'
import { addressOf } from '../../kernel/address.ts'
import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { createEntrance, openEntrance, revokeEntrances, useEntrance } from '../../kernel/entrances.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import type { JobHandler } from '../../kernel/jobs.ts'
import { sendMail } from '../../kernel/mail.ts'
import { allow, readMembers } from '../people/index.ts'
import { tasksNow } from './reading.ts'
import { type DueTask, reminderText } from './reminder-mail.ts'
import type { Reminder } from './schema.ts'

export const REMINDER_KIND = 'task_reminder'
const OFF_KIND = 'task_reminder_off'
const TITLES_MAX = 50
const MAIL_HOURS = 20
const OFF_DAYS = 60
const HOUR_MS = 3_600_000

export async function getReminder(ctx: Ctx): Promise<Reminder> {
  allow(ctx, 'reminders.write')
  const row = await ctx.db
    .selectFrom('task_reminders')
    .select(['hour', 'since'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('person_id', '=', selfOf(ctx))
    .executeTakeFirst()
  return row ? { hour: row.hour, since: row.since.toISOString() } : { hour: null, since: null }
}

/** From now on a mail a day with what is due, at this hour of the ecosystem's day. Where that hour is over today, it begins tomorrow. */
export async function setReminder(tx: Tx, hour: number): Promise<Reminder> {
  allow(tx, 'reminders.write')
  await sql`
    insert into task_reminders as r (ecosystem_id, person_id, id, hour, since, last_day)
    select e.ecosystem_id, ${selfOf(tx)}, ${newId()}, ${hour}, ${tx.now()}, case when extract(hour from l.now) >= ${hour} then l.now::date end
    from ecosystems e, lateral (select ${tx.now()}::timestamptz at time zone e.time_zone as now) l where e.ecosystem_id = ${tx.ecosystemId}
    on conflict (ecosystem_id, person_id) do update set hour = excluded.hour, last_day = coalesce(excluded.last_day, r.last_day)`.execute(
    tx.db,
  )
  await emit(tx, 'reminder.set', null, { hour })
  return await getReminder(tx)
}

export async function endReminder(tx: Tx): Promise<Reminder> {
  allow(tx, 'reminders.write')
  await forgetReminder(tx, selfOf(tx))
  return { hour: null, since: null }
}

/** Also called when the person leaves or is erased. */
export async function forgetReminder(tx: Tx, personId: string): Promise<void> {
  const gone = await tx.db
    .deleteFrom('task_reminders')
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('person_id', '=', personId)
    .returning(['id', 'hour'])
    .executeTakeFirst()
  if (!gone) return
  await revokeEntrances(tx, OFF_KIND, gone.id)
  await emit(tx, 'reminder.ended', null, { hour: gone.hour })
}

/** The job after somebody lost access. */
export const endReminders: JobHandler = (ctx, payload) => transaction(ctx, (tx) => forgetReminder(tx, String(payload.personId)))

/**
 * Looks in every ecosystem whose hour has come today, and sends each of them one mail if something is due. The day is noted in the
 * transaction of the mail, so a kill loses both or neither, and whoever looks at the same time waits and finds the day noted.
 */
export const remind: JobHandler = async (ctx) => {
  const { rows } = await sql<{ ecosystem_id: string }>`select distinct ecosystem_id from auth.memberships`.execute(ctx.db)
  for (const { ecosystem_id: ecosystemId } of rows) {
    const inside = { ...ctx, ecosystemId }
    const waiting = await transaction(inside, readWaiting)
    for (const { personId, today } of waiting) await transaction(inside, (tx) => remindOne(tx, personId, today))
  }
}

/** Whose link to get no more mails this is; looking at it changes nothing. Errors of openEntrance. */
export async function previewReminderEnd(
  door: Pick<Ctx, 'db' | 'now'>,
  key: string,
): Promise<{ ecosystemName: string; locale: 'en' | 'de' }> {
  const { ecosystemId, scope } = await openEntrance(door, OFF_KIND, key)
  return await transaction(systemCtx(door, ecosystemId!), async (tx) => {
    const { name, locale } = await readEcosystem(tx)
    const person = (await readMembers(tx, [String(scope.personId)])).get(String(scope.personId))
    return { ecosystemName: name, locale: person?.locale ?? locale }
  })
}

/** Ends the reminder by the link of a mail, without signing in. Errors of openEntrance. */
export async function endReminderByLink(door: Pick<Ctx, 'db' | 'now'>, key: string): Promise<void> {
  const { ecosystemId, scope } = await openEntrance(door, OFF_KIND, key)
  await transaction(systemCtx(door, ecosystemId!), async (tx) => {
    await useEntrance(tx, OFF_KIND, key)
    await forgetReminder(tx, String(scope.personId))
  })
}

type Waiting = { personId: string; today: string }

async function readWaiting(tx: Tx): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select r.person_id as "personId", l.now::date::text as today from task_reminders r
    join ecosystems e on e.ecosystem_id = r.ecosystem_id,
    lateral (select ${tx.now()}::timestamptz at time zone e.time_zone as now) l
    where r.ecosystem_id = ${tx.ecosystemId} and extract(hour from l.now) >= r.hour and r.last_day is distinct from l.now::date
    order by r.person_id`.execute(tx.db)
  return rows
}

async function remindOne(tx: Tx, personId: string, today: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    update task_reminders set last_day = ${today}
    where ecosystem_id = ${tx.ecosystemId} and person_id = ${personId} and last_day is distinct from ${today}::date returning id`.execute(
    tx.db,
  )
  const person = (await readMembers(tx, [personId])).get(personId)
  if (!rows[0] || !person || person.role === 'viewer') return
  const { rows: due } = await sql<DueTask>`
    select t.title, t.due, t.is_overdue as "isOverdue", count(*) over ()::int as total from ${tasksNow(tx)} t
    where t.owner_id = ${personId} and t.completion_id is null and t.due <= ${today} order by t.due, t.title limit ${TITLES_MAX}`.execute(
    tx.db,
  )
  if (due.length === 0) return
  const off = await createEntrance(tx, {
    kind: OFF_KIND,
    ecosystemId: tx.ecosystemId,
    target: rows[0].id,
    scope: { personId },
    expiresAt: new Date(tx.now().getTime() + OFF_DAYS * 24 * HOUR_MS),
  })
  const { name } = await readEcosystem(tx)
  const text = reminderText(person.locale, { ecosystem: name, tasks: due })
  await sendMail(tx, {
    kind: REMINDER_KIND,
    ecosystemId: tx.ecosystemId,
    to: person.email,
    ...text,
    link: addressOf(`/app/${tx.ecosystemId}/tasks`),
    second: { action: text.off, link: addressOf(`/reminders/${off.key}`) },
    // tomorrow there is another one
    expiresAt: new Date(tx.now().getTime() + MAIL_HOURS * HOUR_MS),
  })
}

async function readEcosystem(tx: Tx): Promise<{ name: string; locale: 'en' | 'de' }> {
  return await tx.db
    .selectFrom('ecosystems')
    .select(['name', 'locale'])
    .where('ecosystem_id', '=', tx.ecosystemId)
    .executeTakeFirstOrThrow()
}

function selfOf({ actor }: Ctx): string {
  if (actor.kind === 'person') return actor.personId
  throw new DomainError('forbidden', 'forbidden', 'A reminder is for a person who is signed in.')
}

function systemCtx(door: Pick<Ctx, 'db' | 'now'>, ecosystemId: string): Ctx {
  return { ...door, actor: { kind: 'system' }, ecosystemId }
}
