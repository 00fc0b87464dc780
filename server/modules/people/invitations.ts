import { hashPassword } from 'better-auth/crypto'
import { complaint } from '../../kernel/complaints.ts'
import { type Ctx, type Role, type Tx, transaction } from '../../kernel/ctx.ts'
import { createEntrance, type Entrance, openEntrance, revokeEntrances, useEntrance } from '../../kernel/entrances.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { sendMail } from '../../kernel/mail.ts'
import { type Door, insertAccount } from './accounts.ts'
import { invitationText } from './mails.ts'
import { allow } from './rights.ts'
import type { Acceptance, Locale, NewInvitation } from './schema.ts'

export const INVITATION_KIND = 'invitation'
const INVITATION_DAYS = 14
const DAY_MS = 24 * 3600 * 1000

export type InvitationRow = {
  id: string
  email: string
  role: Role
  partyId: string | null
  invitedBy: string | null
  createdAt: string
  expiresAt: string
}

/** Invites an address by mail. Throws conflict when it has access or an open invitation, forbidden when an owner is invited by none. */
export async function invite(tx: Tx & { url: string }, input: NewInvitation): Promise<InvitationRow> {
  allow(tx, 'people.write')
  if (input.role === 'owner') allow(tx, 'owners.write')
  await mustBeNew(tx, input.email)
  const inviter = tx.actor.kind === 'system' ? null : tx.actor.personId
  const row = {
    id: newId(),
    email: input.email,
    role: input.role,
    party_id: input.partyId,
    invited_by: inviter,
    created_at: tx.now(),
    expires_at: new Date(tx.now().getTime() + INVITATION_DAYS * DAY_MS),
  }
  await tx.db
    .insertInto('invitations')
    .values({ ecosystem_id: tx.ecosystemId, ...row })
    .execute()
  await sendInvitation(tx, row)
  await emit(tx, 'person.invited', row.id, { invitationId: row.id, role: row.role })
  return { ...toInvitation(row), invitedBy: inviter === null ? null : await nameOf(tx, inviter) }
}

/** The open invitations, newest first. */
export async function listInvitations(ctx: Ctx | Tx): Promise<InvitationRow[]> {
  allow(ctx, 'people.read')
  const rows = await ctx.db
    .selectFrom('invitations as i')
    .leftJoin('auth.user as u', 'u.id', 'i.invited_by')
    .selectAll('i')
    .select('u.name as inviter')
    .where('i.ecosystem_id', '=', ctx.ecosystemId)
    .where('i.accepted_at', 'is', null)
    .where('i.withdrawn_at', 'is', null)
    .orderBy('i.id', 'desc')
    .execute()
  return rows.map((row) => ({ ...toInvitation(row), invitedBy: row.inviter }))
}

export async function withdrawInvitation(tx: Tx, id: string): Promise<void> {
  allow(tx, 'people.write')
  const invitation = await lockOpenInvitation(tx, id)
  if (invitation.role === 'owner') allow(tx, 'owners.write')
  await tx.db
    .updateTable('invitations')
    .set({ withdrawn_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
  await revokeEntrances(tx, INVITATION_KIND, id)
  await emit(tx, 'invitation.withdrawn', id, { invitationId: id })
}

/** What the holder of the link sees before accepting. Same errors as openEntrance. */
export async function previewInvitation(door: Door, key: string) {
  const entrance = await openEntrance(door, INVITATION_KIND, key)
  return await transaction(entranceCtx(door, entrance), async (tx) => {
    const invitation = await readOpenInvitation(tx, entrance.target)
    const ecosystem = await tx.db
      .selectFrom('ecosystems')
      .select(['name', 'locale'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .executeTakeFirst()
    const account = await tx.db.selectFrom('auth.user').select('id').where('email', '=', invitation.email).executeTakeFirst()
    const { name, locale } = found(ecosystem, 'ecosystem')
    return {
      ecosystemName: name,
      locale,
      invitedBy: invitation.invited_by === null ? null : await nameOf(tx, invitation.invited_by),
      email: invitation.email,
      role: invitation.role,
      hasAccount: account !== undefined,
    }
  })
}

/**
 * Accepts an invitation, once. Whoever holds the link reads the invited mailbox: without an account they make one with it, with one they
 * must be signed in (`personId`) as the invited person. Throws unauthorized or forbidden otherwise.
 */
export async function acceptInvitation(
  door: Door,
  input: Acceptance,
  personId: string | undefined,
): Promise<{ personId: string; ecosystemId: string; isNew: boolean }> {
  const entrance = await openEntrance(door, INVITATION_KIND, input.key)
  const passwordHash = input.password === undefined ? undefined : await hashPassword(input.password)
  const ctx = entranceCtx(door, entrance)
  return await transaction(ctx, async (tx) => {
    const invitation = await readOpenInvitation(tx, entrance.target)
    await useEntrance(tx, INVITATION_KIND, input.key)
    const account = await tx.db.selectFrom('auth.user').select('id').where('email', '=', invitation.email).executeTakeFirst()
    const id = account?.id ?? newId()
    if (account) mustBe(account.id, personId)
    else await makeAccount(tx, id, invitation.email, input, passwordHash)
    await join(tx, id, invitation)
    return { personId: id, ecosystemId: tx.ecosystemId, isNew: account === undefined }
  })
}

async function join(tx: Tx, personId: string, invitation: { id: string; role: Role; party_id: string | null }): Promise<void> {
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('auth.memberships')
    .values({
      ecosystem_id: tx.ecosystemId,
      person_id: personId,
      role: invitation.role,
      party_id: invitation.party_id,
      created_at: tx.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 0n) throw new DomainError('conflict', 'already_a_member', 'You have access already.')
  await tx.db
    .updateTable('invitations')
    .set({ accepted_at: tx.now(), accepted_by: personId })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', invitation.id)
    .execute()
  const actor = { kind: 'person' as const, personId, role: invitation.role, partyIds: [] }
  await emit({ ...tx, actor }, 'person.joined', personId, { personId, role: invitation.role })
}

async function makeAccount(tx: Tx, id: string, email: string, input: Acceptance, passwordHash: string | undefined): Promise<void> {
  if (input.name === undefined || passwordHash === undefined) {
    const errors = [
      ...(input.name === undefined ? [complaint('name', 'name_missing')] : []),
      ...(passwordHash === undefined ? [complaint('password', 'password_missing')] : []),
    ]
    throw new DomainError('invalid', 'account_needed', 'A new account needs a name and a password.', errors)
  }
  // the link came to this address and nobody else's
  await insertAccount(tx, { id, name: input.name, email, locale: input.locale, passwordHash, emailVerified: true })
}

function mustBe(invitedId: string, personId: string | undefined): void {
  if (personId === undefined)
    throw new DomainError('unauthorized', 'sign_in_to_accept', 'This address has an account. Please sign in to accept.')
  if (personId !== invitedId) {
    throw new DomainError(
      'forbidden',
      'invitation_for_another',
      'This invitation was written to another address than the one you are signed in with.',
    )
  }
}

async function sendInvitation(
  tx: Tx & { url: string },
  row: { id: string; email: string; role: Role; invited_by: string | null; expires_at: Date },
) {
  const { key } = await createEntrance(tx, {
    kind: INVITATION_KIND,
    ecosystemId: tx.ecosystemId,
    target: row.id,
    scope: {},
    expiresAt: row.expires_at,
  })
  const ecosystem = await tx.db
    .selectFrom('ecosystems')
    .select(['name', 'locale'])
    .where('ecosystem_id', '=', tx.ecosystemId)
    .executeTakeFirstOrThrow()
  const account = await tx.db.selectFrom('auth.user').select('locale').where('email', '=', row.email).executeTakeFirst()
  const locale: Locale = account?.locale ?? ecosystem.locale
  const inviter = row.invited_by === null ? null : await nameOf(tx, row.invited_by)
  await sendMail(tx, {
    kind: INVITATION_KIND,
    ecosystemId: tx.ecosystemId,
    to: row.email,
    link: `${tx.url}/app/invitation#${key}`,
    expiresAt: row.expires_at,
    ...invitationText(locale, { ecosystem: ecosystem.name, inviter, role: row.role, days: INVITATION_DAYS }),
  })
}

async function mustBeNew(tx: Tx, email: string): Promise<void> {
  const member = await tx.db
    .selectFrom('auth.memberships as m')
    .innerJoin('auth.user as u', 'u.id', 'm.person_id')
    .select('u.id')
    .where('m.ecosystem_id', '=', tx.ecosystemId)
    .where('u.email', '=', email)
    .executeTakeFirst()
  if (member) throw new DomainError('conflict', 'already_a_member', 'This address has access already.')
  // an invitation that ran out makes room for a new one
  await tx.db
    .updateTable('invitations')
    .set({ withdrawn_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('email', '=', email)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '<=', tx.now())
    .execute()
  const open = await openInvitations(tx).where('email', '=', email).executeTakeFirst()
  if (open) throw new DomainError('conflict', 'already_invited', 'This address has an open invitation. Withdraw it to send a new one.')
}

function openInvitations(tx: Tx) {
  return tx.db
    .selectFrom('invitations')
    .selectAll()
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
}

async function readOpenInvitation(tx: Tx, id: string) {
  return found(await openInvitations(tx).where('id', '=', id).executeTakeFirst(), 'invitation')
}

async function lockOpenInvitation(tx: Tx, id: string) {
  return found(await openInvitations(tx).where('id', '=', id).forUpdate().executeTakeFirst(), 'invitation')
}

async function nameOf(tx: Tx, personId: string): Promise<string | null> {
  return (await tx.db.selectFrom('auth.user').select('name').where('id', '=', personId).executeTakeFirst())?.name ?? null
}

function entranceCtx(door: Door, entrance: Entrance): Ctx {
  return { ...door, actor: { kind: 'system' }, ecosystemId: found(entrance.ecosystemId ?? undefined, 'invitation') }
}

function toInvitation(row: { id: string; email: string; role: Role; party_id: string | null; created_at: Date; expires_at: Date }) {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    partyId: row.party_id,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }
}
