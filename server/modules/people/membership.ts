import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Role } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { type Right, reachOf } from './rights.ts'
import type { Locale } from './schema.ts'

const JUST_SIGNED_IN_MS = 10 * 60_000

/** How the person behind the actor is reached, for what is sent to oneself. Undefined for the program itself. */
export async function findOwnAddress({ db, actor }: Ctx): Promise<{ name: string; email: string; locale: Locale } | undefined> {
  if (actor.kind === 'system') return undefined
  return await db.selectFrom('auth.user').select(['name', 'email', 'locale']).where('id', '=', actor.personId).executeTakeFirst()
}

/** Throws invalid, pointing to `path` of the input, unless the person has access to this ecosystem. */
export async function mustBeMember(ctx: Ctx, personId: string, path: string): Promise<void> {
  const member = await ctx.db
    .selectFrom('auth.memberships')
    .select('person_id')
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  if (member) return
  throw new DomainError('invalid', 'no_member', 'Something in the input is not right.', [complaint(path, 'person_without_access')])
}

export type Member = { personId: string; name: string; email: string; locale: 'en' | 'de'; role: Role; partyId: string | null }

/** Those of the given people who have access to this ecosystem now, by id: how to name them and where to write to. For mails, not for lists. */
export async function readMembers(ctx: Ctx, personIds: readonly string[]): Promise<Map<string, Member>> {
  if (personIds.length === 0) return new Map()
  const rows = await ctx.db
    .selectFrom('auth.memberships as m')
    .innerJoin('auth.user as u', 'u.id', 'm.person_id')
    .select(['m.person_id', 'u.name', 'u.email', 'u.locale', 'm.role', 'm.party_id'])
    .where('m.ecosystem_id', '=', ctx.ecosystemId)
    .where('m.person_id', 'in', personIds)
    .execute()
  return new Map(rows.map(({ person_id, party_id, ...row }) => [person_id, { ...row, personId: person_id, partyId: party_id }]))
}

/** Everybody in this ecosystem who has the right for all of it, by their role. */
export async function listPeopleWith(ctx: Ctx, right: Right): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('auth.memberships')
    .select(['person_id', 'role'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .execute()
  const has = (role: Role) => reachOf({ kind: 'person', personId: '', role, partyIds: [] }, right) === 'all'
  return rows.filter(({ role }) => has(role)).map(({ person_id }) => person_id)
}

/** Whether the person signed in just now and after `since`, by whatever way they have: what a session that was left open cannot say. */
export function hasSignedInAgain({ actor, now }: Pick<Ctx, 'actor' | 'now'>, since: Date): boolean {
  if (actor.kind !== 'person' || actor.signedInAt === undefined || actor.signedInAt <= since) return false
  return now().getTime() - actor.signedInAt.getTime() <= JUST_SIGNED_IN_MS
}
