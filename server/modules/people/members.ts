import type { Ctx, Role, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { allow } from './rights.ts'
import type { MemberChange } from './schema.ts'

/** So many people at most have access to an ecosystem or are invited to it. */
export const PEOPLE_MAX = 1000

export type MemberRow = {
  personId: string
  name: string
  email: string
  emailConfirmed: boolean
  role: Role
  partyId: string | null
  since: string
  twoFactor: boolean
}

/** Everybody with access, by name. */
export async function listMembers(ctx: Ctx | Tx): Promise<MemberRow[]> {
  allow(ctx, 'people.read')
  const rows = await ctx.db
    .selectFrom('auth.memberships as m')
    .innerJoin('auth.user as u', 'u.id', 'm.person_id')
    .select(['m.person_id', 'u.name', 'u.email', 'u.emailVerified', 'm.role', 'm.party_id', 'm.created_at', 'u.twoFactorEnabled'])
    .where('m.ecosystem_id', '=', ctx.ecosystemId)
    .orderBy('u.name')
    .orderBy('u.id')
    .limit(PEOPLE_MAX)
    .execute()
  return rows.map((row) => ({
    personId: row.person_id,
    name: row.name,
    email: row.email,
    emailConfirmed: row.emailVerified,
    role: row.role,
    partyId: row.party_id,
    since: row.created_at.toISOString(),
    twoFactor: row.twoFactorEnabled === true,
  }))
}

/** Throws forbidden when an owner is made or unmade by somebody who is none, conflict when no owner would be left. */
export async function changeMember(tx: Tx, personId: string, change: MemberChange): Promise<void> {
  allow(tx, 'people.write')
  const { member, isLastOwner } = await lockMember(tx, personId)
  if (member.role === 'owner' || change.role === 'owner') allow(tx, 'owners.write')
  if (isLastOwner && change.role !== 'owner') throw lastOwner()
  await tx.db
    .updateTable('auth.memberships')
    .set({ role: change.role, party_id: change.partyId })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('person_id', '=', personId)
    .execute()
  await emit(tx, 'person.role_changed', personId, { personId, from: member.role, to: change.role })
}

/** Ends a person's access; their keys end with it. People may leave by themselves, whatever their role, unless no owner would be left. */
export async function removeMember(tx: Tx, personId: string): Promise<void> {
  const isSelf = tx.actor.kind === 'person' && tx.actor.personId === personId
  if (!isSelf) allow(tx, 'people.write')
  const { member, isLastOwner } = await lockMember(tx, personId)
  if (member.role === 'owner' && !isSelf) allow(tx, 'owners.write')
  if (isLastOwner) throw lastOwner()
  await endMembership(tx, member)
  await emit(tx, 'person.removed', personId, { personId })
}

/** Also called by an erasure, which has checked the owners before. */
export async function endMembership(
  tx: Tx,
  member: { person_id: string; role: Role; party_id: string | null; created_at: Date },
): Promise<void> {
  await tx.db
    .updateTable('auth.keys')
    .set({ revoked_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('person_id', '=', member.person_id)
    .where('revoked_at', 'is', null)
    .execute()
  await tx.db.deleteFrom('auth.memberships').where('ecosystem_id', '=', tx.ecosystemId).where('person_id', '=', member.person_id).execute()
  await tx.db
    .insertInto('auth.former_memberships')
    .values({
      ecosystem_id: tx.ecosystemId,
      person_id: member.person_id,
      role: member.role,
      party_id: member.party_id,
      since: member.created_at,
      until: tx.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/**
 * Locks the member and all owners, in one order: of two owners who leave at the same time, the second sees that the first has gone. Throws
 * not_found.
 */
async function lockMember(tx: Tx, personId: string) {
  const locked = await tx.db
    .selectFrom('auth.memberships')
    .selectAll()
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where((where) => where.or([where('person_id', '=', personId), where('role', '=', 'owner')]))
    .orderBy('person_id')
    .forUpdate()
    .execute()
  const member = found(
    locked.find(({ person_id }) => person_id === personId),
    'member',
  )
  return {
    member,
    isLastOwner: member.role === 'owner' && locked.every(({ role, person_id }) => role !== 'owner' || person_id === personId),
  }
}

function lastOwner(): DomainError {
  return new DomainError('conflict', 'last_owner', 'An ecosystem needs an owner. Please make somebody else an owner first.')
}
