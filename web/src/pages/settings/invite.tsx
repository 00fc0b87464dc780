import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { installationQuery } from '../../data/auth.ts'
import { type Role, useEcosystem } from '../../data/session.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { showDone } from '../../ui/toast.tsx'
import { type HandedLink, HandOver, type Invitation, makeLink } from './invitations.tsx'
import { PartySelect } from './party-select.tsx'
import { RoleSelect } from './role-select.tsx'
import classes from './settings.module.css'

/** Invites somebody: by mail, or where no mail server is set by a link to hand over. */
export function InviteForm() {
  const { t } = useTranslation()
  const { id: ecosystemId, role: ownRole } = useEcosystem()
  const installation = useQuery(installationQuery)
  const known = useQueryClient()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [partyId, setPartyId] = useState<string | null>(null)
  const [made, setMade] = useState<{ invitation: Invitation; handed: HandedLink }>()
  const work = useWork(async () => {
    const body = { email, role, partyId: role === 'member' ? partyId : null }
    const invitation = await answer(api.POST('/api/ecosystems/{ecosystemId}/invitations', { params: { path: { ecosystemId } }, body }))
    const hasMail = installation.data?.mail === true
    showDone(t(hasMail ? 'settings.invite.sent' : 'settings.invite.made', { email }))
    setEmail('')
    setMade(hasMail ? undefined : { invitation, handed: await makeLink(ecosystemId, invitation.id) })
    await known.invalidateQueries({ queryKey: ['invitations', ecosystemId] })
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  if (made) return <HandOver {...made} onDone={() => setMade(undefined)} />
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        type="email"
        label={t('account.email')}
        required
        withAsterisk={false}
        autoComplete="off"
        value={email}
        error={work.fields.email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <RoleSelect value={role} onChange={setRole} withOwner={ownRole === 'owner'} />
      {role === 'member' && <PartySelect value={partyId} onChange={setPartyId} />}
      {work.error && <Failure error={work.error} doing="writing" />}
      <Button type="submit" loading={work.busy} disabled={role === 'member' && partyId === null}>
        {t('settings.invite.do')}
      </Button>
    </form>
  )
}
