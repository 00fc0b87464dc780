import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useEcosystem, useMe } from '../../data/session.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { Ask } from '../../ui/ask.tsx'
import { useFormats } from '../../ui/format.ts'
import { useParty } from './party-select.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

export type Invitation = { id: string; email: string; role: string; partyId: string | null; expiresAt: string }
export type HandedLink = { link: string; locale: 'en' | 'de'; expiresAt: string }

/** Who is invited and has not come yet. */
export function OpenInvitations() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const invitations = useQuery({
    queryKey: ['invitations', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/invitations', { params: { path: { ecosystemId } } })),
  })
  if (!invitations.data || invitations.data.items.length === 0) return null
  return (
    <Section title={t('settings.invitations.title')}>
      <ul className={classes.list}>
        {invitations.data.items.map((invitation) => (
          <InvitationItem key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </Section>
  )
}

function InvitationItem({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const { date } = useFormats()
  const known = useQueryClient()
  const [handed, setHanded] = useState<HandedLink>()
  const { id, email, role, expiresAt } = invitation
  const withdraw = useWork(async () => {
    await answer(api.DELETE('/api/ecosystems/{ecosystemId}/invitations/{id}', { params: { path: { ecosystemId, id } } }))
    await known.invalidateQueries({ queryKey: ['invitations', ecosystemId] })
  })
  const hand = useWork(async () => setHanded(await makeLink(ecosystemId, id)))
  const error = withdraw.error ?? hand.error
  return (
    <li>
      <div className={classes.what}>
        <div className={classes.name}>{email}</div>
        <div className={classes.quiet}>
          {t(`account.roles.${role}`)} · {t('settings.invitations.until', { date: date(expiresAt) })}
        </div>
      </div>
      {handed === undefined && (
        <Button
          variant="default"
          size="compact-sm"
          loading={hand.busy}
          onClick={() => hand.run()}
          aria-label={t('settings.invitations.handOf', { email })}
        >
          {t('settings.invitations.hand')}
        </Button>
      )}
      <Button
        variant="default"
        size="compact-sm"
        loading={withdraw.busy}
        onClick={() => withdraw.run()}
        aria-label={t('settings.invitations.withdrawOf', { email })}
      >
        {t('settings.invitations.withdraw')}
      </Button>
      {error && <Failure error={error} />}
      {handed && <HandOver invitation={invitation} handed={handed} onDone={() => setHanded(undefined)} />}
    </li>
  )
}

/** Makes a link to an invitation that needs no mail. It can be shown this once. */
export async function makeLink(ecosystemId: string, id: string): Promise<HandedLink> {
  return await answer(api.POST('/api/ecosystems/{ecosystemId}/invitations/{id}/links', { params: { path: { ecosystemId, id } } }))
}

type HandOverProps = { invitation: Pick<Invitation, 'email' | 'partyId'>; handed: HandedLink; onDone: () => void }

/** The link to an invitation, for the one time it is shown. */
export function HandOver({ invitation, handed, onDone }: HandOverProps) {
  const { t } = useTranslation()
  const { name: ecosystem } = useEcosystem()
  const me = useMe()
  const party = useParty(invitation.partyId)
  const { date } = useFormats()
  const { link, locale, expiresAt } = handed
  return (
    <div role="status" className={classes.handed}>
      <p>{t('settings.invitations.once', { email: invitation.email })}</p>
      <Ask
        link={link}
        title={t('settings.invitations.shareTitle', { ecosystem })}
        message={t('settings.invitations.message', { ecosystem, date: date(expiresAt) })}
        letter={{
          sender: ecosystem,
          person: me.data?.person.name ?? '',
          ...(party.data && { to: party.data.name }),
          language: locale,
          write: (texts, day) => writeInvitation(texts, { ecosystem, party: party.data?.name, date: day(expiresAt) }),
        }}
      />
      <div>
        <Button variant="default" onClick={onDone}>
          {t('settings.invitations.handed')}
        </Button>
      </div>
    </div>
  )
}

function writeInvitation(t: TFunction, values: { ecosystem: string; party: string | undefined; date: string }) {
  return {
    subject: t('settings.invitations.letter.subject', values),
    paragraphs: [
      t('settings.invitations.letter.what', values),
      ...(values.party === undefined ? [] : [t('settings.invitations.letter.party', values)]),
      t('settings.invitations.letter.how', values),
    ],
  }
}
