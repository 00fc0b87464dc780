import { sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import { type Ctx, type Role, type Tx, transaction } from '../../kernel/ctx.ts'
import { createEntrance, type Entrance, openEntrance, revokeEntrances, useEntrance } from '../../kernel/entrances.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { sendMail } from '../../kernel/mail.ts'
import { type Door, insertAccount } from './accounts.ts'
import { invitationText } from './mails.ts'
import { PEOPLE_MAX } from './members.ts'
import { hashPassword } from './passwords.ts'
import { allow } from './rights.ts'
import type { Acceptance, Locale, NewInvitation } from './schema.ts'

export const INVITATION_KIND = 'invitation'
/** A link that went from hand to hand: it says nothing of who reads the invited mailbox. */
const HANDED_KIND = 'invitation_by_hand'
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
  await mustHaveRoom(tx)
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
    .limit(PEOPLE_MAX)
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
  await revokeLinks(tx, id)
  await emit(tx, 'invitation.withdrawn', id, { invitationId: id })
}

/**
 * Makes a link to an open invitation that is handed over without mail, and answers it, once: only its hash is kept. One made before for the
 * same invitation opens nothing any more; the one in the mail still does. Throws not_found, forbidden when an owner is invited by none.
 */
export async function linkInvitation(tx: Tx & { url: string }, id: string): Promise<{ link: string; locale: Locale; expiresAt: string }> {
  allow(tx, 'people.write')
  const invitation = await lockOpenInvitation(tx, id)
  if (invitation.role === 'owner') allow(tx, 'owners.write')
  if (invitation.expires_at <= tx.now())
    throw new DomainError('gone', 'entrance_expired', 'This link has expired. Please ask for a new one.')
  await revokeEntrances(tx, HANDED_KIND, id)
  const { key } = await createEntrance(tx, {
    kind: HANDED_KIND,
    ecosystemId: tx.ecosystemId,
    target: id,
    scope: {},
    expiresAt: invitation.expires_at,
  })
  await emit(tx, 'invitation.linked', id, { invitationId: id })
  return { link: linkOf(tx.url, key), locale: (await readEcosystem(tx)).locale, expiresAt: invitation.expires_at.toISOString() }
}

/** What the holder of the link sees before accepting. Same errors as openEntrance. */
export async function previewInvitation(door: Door, key: string) {
  const entrance = await openInvitationEntrance(door, key)
  return await transaction(entranceCtx(door, entrance), async (tx) => {
    const invitation = await readOpenInvitation(tx, entrance.target)
    const ecosystem = await tx.db
      .selectFrom('ecosystems')
      .select(['name', 'locale'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .executeTakeFirst()
    const { name, locale } = found(ecosystem, 'ecosystem')
    return {
      ecosystemName: name,
      locale,
      invitedBy: invitation.invited_by === null ? null : await nameOf(tx, invitation.invited_by),
      email: invitation.email,
      role: invitation.role,
    }
  })
}

/**
 * Accepts an invitation, once: without an account the holder of the link makes one with it, with one they must be signed in (`personId`) as
 * the invited person. Throws unauthorized or forbidden otherwise. A link from a mail confirms the address, one handed over does not. What would
 * change nothing is refused in the same way whether the address has an account or not: whoever invites learns that from no try without traces.
 */
export async function acceptInvitation(
  door: Door,
  input: Acceptance,
  personId: string | undefined,
): Promise<{ personId: string; ecosystemId: string; isNew: boolean }> {
  const entrance = await openInvitationEntrance(door, input.key)
  const passwordHash = input.password === undefined ? undefined : await hashPassword(input.password)
  const ctx = entranceCtx(door, entrance)
  return await transaction(ctx, async (tx) => {
    const invitation = await readOpenInvitation(tx, entrance.target)
    await useEntrance(tx, entrance.kind, input.key)
    await revokeLinks(tx, invitation.id)
    const account = await tx.db.selectFrom('auth.user').select('id').where('email', '=', invitation.email).executeTakeFirst()
    const id = account?.id ?? newId()
    if (account === undefined || account.id !== personId) {
      const made = newAccountOf(input, passwordHash, personId)
      if (account) throw signInToAccept()
      await insertAccount(tx, { id, email: invitation.email, emailVerified: entrance.kind === INVITATION_KIND, ...made })
    }
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

/** What a new account is made of. Throws invalid when something is missing, forbidden when somebody else is signed in and asks for none. */
function newAccountOf({ name, locale }: Acceptance, passwordHash: string | undefined, personId: string | undefined) {
  if (personId !== undefined && name === undefined && passwordHash === undefined) {
    throw new DomainError(
      'forbidden',
      'invitation_for_another',
      'This invitation was written to another address than the one you are signed in with.',
    )
  }
  if (name !== undefined && passwordHash !== undefined) return { name, locale, passwordHash }
  const errors = [
    ...(name === undefined ? [complaint('name', 'name_missing')] : []),
    ...(passwordHash === undefined ? [complaint('password', 'password_missing')] : []),
  ]
  const message = 'Please sign in with the invited address, or choose a name and a password for a new account.'
  throw new DomainError('invalid', 'account_needed', message, errors)
}

function signInToAccept(): DomainError {
  return new DomainError('unauthorized', 'sign_in_to_accept', 'This address has an account. Please sign in to accept.')
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
  const ecosystem = await readEcosystem(tx)
  const locale = await localeOf(tx, row.email)
  const inviter = row.invited_by === null ? null : await nameOf(tx, row.invited_by)
  await sendMail(tx, {
    kind: INVITATION_KIND,
    ecosystemId: tx.ecosystemId,
    to: row.email,
    link: linkOf(tx.url, key),
    expiresAt: row.expires_at,
    ...invitationText(locale, { ecosystem: ecosystem.name, inviter, role: row.role, days: INVITATION_DAYS }),
  })
}

function linkOf(url: string, key: string): string {
  return `${url}/app/invitation#${key}`
}

/** The language of the one invited: of their account, else of the ecosystem. */
async function localeOf(tx: Tx, email: string): Promise<Locale> {
  const account = await tx.db.selectFrom('auth.user').select('locale').where('email', '=', email).executeTakeFirst()
  return account?.locale ?? (await readEcosystem(tx)).locale
}

async function readEcosystem(tx: Tx): Promise<{ name: string; locale: Locale }> {
  return await tx.db
    .selectFrom('ecosystems')
    .select(['name', 'locale'])
    .where('ecosystem_id', '=', tx.ecosystemId)
    .executeTakeFirstOrThrow()
}

/** By mail or by hand. Same errors as openEntrance. */
async function openInvitationEntrance(door: Door, key: string): Promise<Entrance> {
  try {
    return await openEntrance(door, INVITATION_KIND, key)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'entrance_not_found') return await openEntrance(door, HANDED_KIND, key)
    throw error
  }
}

/** Withdraws what still opens an invitation, in the mail and by hand. */
async function revokeLinks(tx: Tx, id: string): Promise<void> {
  await revokeEntrances(tx, INVITATION_KIND, id)
  await revokeEntrances(tx, HANDED_KIND, id)
}

/** Lists of people are shown whole, so there is a bound to how many there can be: with access, or invited and not withdrawn. */
async function mustHaveRoom(tx: Tx): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from auth.memberships where ecosystem_id = ${tx.ecosystemId})::int
      + (select count(*) from invitations where ecosystem_id = ${tx.ecosystemId} and accepted_at is null and withdrawn_at is null)::int as n`.execute(
    tx.db,
  )
  if (rows[0]!.n >= PEOPLE_MAX)
    throw new DomainError('conflict', 'too_many_people', `At most ${PEOPLE_MAX} people can have access or be invited.`)
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
