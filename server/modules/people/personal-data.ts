import { sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { emit } from '../../kernel/events.ts'
import { INVITATION_KIND } from './invitations.ts'
import { withoutInviter } from './mails.ts'
import { endMembership } from './members.ts'
import type { PersonalData } from './privacy.ts'

/** What this module holds on a person inside an ecosystem; the account itself is in privacy.ts. */
export const personalData: PersonalData = {
  module: 'people',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const inside = { ecosystem: tx.ecosystemId, person: subject.id }
    return {
      membership: await tx.db
        .selectFrom('auth.memberships')
        .select(['role', 'party_id', 'created_at'])
        .where('ecosystem_id', '=', inside.ecosystem)
        .where('person_id', '=', inside.person)
        .execute(),
      formerMemberships: await tx.db
        .selectFrom('auth.former_memberships')
        .select(['role', 'party_id', 'since', 'until'])
        .where('ecosystem_id', '=', inside.ecosystem)
        .where('person_id', '=', inside.person)
        .execute(),
      invitations: await tx.db
        .selectFrom('invitations')
        .select(['email', 'role', 'created_at', 'accepted_at', 'withdrawn_at'])
        .where('ecosystem_id', '=', inside.ecosystem)
        .where((where) =>
          where.or([where('email', '=', subject.email), where('accepted_by', '=', inside.person), where('invited_by', '=', inside.person)]),
        )
        .execute(),
      keys: await tx.db
        .selectFrom('auth.keys')
        .select(['name', 'start', 'scopes', 'created_at', 'expires_at', 'revoked_at', 'last_used_at'])
        .where('ecosystem_id', '=', inside.ecosystem)
        .where('person_id', '=', inside.person)
        .execute(),
      log: await tx.db
        .selectFrom('events')
        .select(['at', 'type', 'subject_id', 'payload'])
        .where('ecosystem_id', '=', inside.ecosystem)
        .where((where) => where.or([where('actor_id', '=', inside.person), where(sql<string>`subject_id::text`, '=', inside.person)]))
        .orderBy('id')
        .execute(),
    }
  },
  async erase(tx, subject) {
    if (subject.kind !== 'account') return
    const member = await tx.db
      .selectFrom('auth.memberships')
      .selectAll()
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('person_id', '=', subject.id)
      .executeTakeFirst()
    if (member) {
      await endMembership(tx, member)
      await emit(tx, 'person.removed', subject.id, { personId: subject.id })
    }
    // the row stays as a record that somebody was invited; the address goes, with a stand-in that no mail reaches
    await tx.db
      .updateTable('invitations')
      .set({
        email: `${subject.id}@erased.invalid`,
        withdrawn_at: sql`case when accepted_at is null then coalesce(withdrawn_at, ${tx.now()}) end`,
      })
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where((where) => where.or([where('email', '=', subject.email), where('accepted_by', '=', subject.id)]))
      .execute()
    await eraseInviter(tx, subject.id)
  },
  traces: async (_tx, subject) => (subject.kind === 'account' ? [subject.email] : []),
}

/** The mails to everybody they invited name them, as they were called then. What was sent goes, what waits is sent without the name. */
async function eraseInviter(tx: Tx, personId: string): Promise<void> {
  const mails = await tx.db
    .selectFrom('auth.mails')
    .select(['id', 'text', 'html', 'link', 'sent_at', 'expires_at'])
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('kind', '=', INVITATION_KIND)
    .where('to_address', 'in', (from) =>
      from.selectFrom('invitations').select('email').where('ecosystem_id', '=', tx.ecosystemId).where('invited_by', '=', personId),
    )
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const mail of mails) {
    const waits = mail.sent_at === null && mail.link !== null && mail.expires_at > tx.now()
    const body = waits ? withoutInviter(mail) : { text: '', html: '' }
    await tx.db.updateTable('auth.mails').set(body).where('id', '=', mail.id).execute()
  }
}
