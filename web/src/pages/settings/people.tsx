import { Badge, Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { type Role, useEcosystem, useMe } from '../../data/session.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { showDone } from '../../ui/toast.tsx'
import { OpenInvitations } from './invitations.tsx'
import { InviteForm } from './invite.tsx'
import { PartyName, PartySelect } from './party-select.tsx'
import { RoleSelect } from './role-select.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

type Member = {
  personId: string
  name: string
  email: string
  emailConfirmed: boolean
  role: Role
  partyId: string | null
  twoFactor: boolean
}

/** Who has access, who is invited, and the form to invite somebody. */
export function Component() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const people = useQuery({
    queryKey: ['people', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/people', { params: { path: { ecosystemId } } })),
  })
  const count = people.data?.items.length ?? 0
  return (
    <>
      <PageHead title={t('settings.people.title')} answer={people.data && t('settings.people.answer', { count })} />
      <Section title={t('settings.invite.title')} lead={t('settings.invite.lead')}>
        <InviteForm />
      </Section>
      <OpenInvitations />
      <Section title={t('settings.people.list')}>
        {people.isError && <Failure error={people.error} again={() => people.refetch()} />}
        <ul className={classes.list}>
          {people.data?.items.map((member) => (
            <Person key={member.personId} member={member} />
          ))}
        </ul>
      </Section>
    </>
  )
}

function Person({ member }: { member: Member }) {
  const { t } = useTranslation()
  const { role: ownRole } = useEcosystem()
  const me = useMe()
  const [editing, setEditing] = useState(false)
  const mayEdit = ownRole === 'owner' || member.role !== 'owner'
  return (
    <li>
      <div className={classes.what}>
        <div className={classes.name}>
          {member.name} {member.personId === me.data?.person.id && <Badge ml={6}>{t('settings.people.you')}</Badge>}
        </div>
        <div className={classes.quiet}>
          {member.email}
          {!member.emailConfirmed && ` · ${t('settings.people.unconfirmed')}`}
          {member.twoFactor && ` · ${t('settings.people.twoFactor')}`}
        </div>
      </div>
      <div>
        {t(`account.roles.${member.role}`)}
        {member.partyId !== null && (
          <>
            {': '}
            <PartyName id={member.partyId} />
          </>
        )}
      </div>
      {mayEdit && !editing && (
        <Button variant="default" size="compact-sm" onClick={() => setEditing(true)} aria-label={t('settings.people.changeOf', member)}>
          {t('settings.people.change')}
        </Button>
      )}
      {editing && <PersonForm member={member} onDone={() => setEditing(false)} />}
    </li>
  )
}

function PersonForm({ member, onDone }: { member: Member; onDone: () => void }) {
  const { t } = useTranslation()
  const { id: ecosystemId, role: ownRole } = useEcosystem()
  const known = useQueryClient()
  const [role, setRole] = useState<Role>(member.role)
  const [partyId, setPartyId] = useState(member.partyId)
  const path = { ecosystemId, personId: member.personId }
  const finish = async (message: string) => {
    await known.invalidateQueries({ queryKey: ['people', ecosystemId] })
    showDone(message)
    onDone()
  }
  const change = useWork(async () => {
    const body = { role, partyId: role === 'member' ? partyId : null }
    await answer(api.PATCH('/api/ecosystems/{ecosystemId}/people/{personId}', { params: { path }, body }))
    await finish(t('settings.kept'))
  })
  const remove = useWork(async () => {
    await answer(api.DELETE('/api/ecosystems/{ecosystemId}/people/{personId}', { params: { path } }))
    await finish(t('settings.people.removed', { name: member.name }))
  })
  const error = change.error ?? remove.error
  return (
    <div style={{ flexBasis: '100%', display: 'grid', gap: 12 }}>
      <RoleSelect value={role} onChange={setRole} withOwner={ownRole === 'owner'} />
      {role === 'member' && <PartySelect value={partyId} onChange={setPartyId} />}
      {error && <Failure error={error} doing="writing" />}
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
        <Button size="compact-md" loading={change.busy} disabled={role === 'member' && partyId === null} onClick={() => change.run()}>
          {t('settings.keep')}
        </Button>
        <Button size="compact-md" variant="subtle" onClick={onDone}>
          {t('settings.cancel')}
        </Button>
        <Button size="compact-md" variant="light" color="danger" loading={remove.busy} onClick={() => remove.run()}>
          {t('settings.people.remove')}
        </Button>
      </div>
    </div>
  )
}
