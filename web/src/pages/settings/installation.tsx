import { Badge, Button, TextInput } from '@mantine/core'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { installationQuery } from '../../data/auth.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { Checks } from './checks.tsx'
import { OwnFrame } from './own-frame.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

/** For whoever looks after the installation: mails, and who else looks after it. */
export function Component() {
  const { t } = useTranslation()
  const installation = useQuery(installationQuery)
  const mail = installation.data?.mail ? 'on' : 'off'
  return (
    <OwnFrame>
      <PageHead title={t('settings.installation.title')} answer={installation.data && t(`settings.installation.mail.${mail}`)} />
      <Checks />
      <Outbox />
      <Operators />
    </OwnFrame>
  )
}

function Outbox() {
  const { t } = useTranslation()
  const outbox = useInfiniteQuery({
    queryKey: ['outbox'],
    queryFn: ({ pageParam }) =>
      answer(api.GET('/api/outbox', { params: { query: { limit: 20, ...(pageParam === '' ? {} : { cursor: pageParam }) } } })),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  const items = outbox.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={t('settings.outbox.title')} lead={t('settings.outbox.lead')}>
      {outbox.isError && <Failure error={outbox.error} again={() => outbox.refetch()} />}
      {outbox.data && items.length === 0 && <p className={classes.quiet}>{t('settings.outbox.empty')}</p>}
      <ul className={classes.list}>
        {items.map((mail) => (
          <MailItem key={mail.id} mail={mail} />
        ))}
      </ul>
      {outbox.hasNextPage && (
        <div>
          <Button variant="default" loading={outbox.isFetchingNextPage} onClick={() => outbox.fetchNextPage()}>
            {t('settings.activity.more')}
          </Button>
        </div>
      )}
    </Section>
  )
}

type Mail = { id: string; to: string; subject: string; text: string; createdAt: string; sentAt: string | null; lastError: string | null }

function MailItem({ mail }: { mail: Mail }) {
  const { t } = useTranslation()
  const { dateTime } = useFormats()
  const known = useQueryClient()
  const [open, setOpen] = useState(false)
  const again = useWork(async () => {
    await answer(api.POST('/api/outbox/{id}/sending', { params: { path: { id: mail.id } } }))
    await known.invalidateQueries({ queryKey: ['outbox'] })
  })
  return (
    <li>
      <div className={classes.what}>
        <div className={classes.name}>{mail.subject}</div>
        <div className={classes.quiet}>
          {mail.to} · {dateTime(mail.createdAt)}
        </div>
      </div>
      <Badge color={mail.sentAt === null ? 'warning' : 'accent'} variant="light">
        {t(mail.sentAt === null ? 'settings.outbox.waiting' : 'settings.outbox.sent')}
      </Badge>
      <Button variant="default" size="compact-sm" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t(open ? 'settings.outbox.close' : 'settings.outbox.open')}
      </Button>
      {mail.sentAt === null && (
        <Button variant="default" size="compact-sm" loading={again.busy} onClick={() => again.run()}>
          {t('settings.outbox.again')}
        </Button>
      )}
      {open && (
        <div style={{ flexBasis: '100%', display: 'grid', gap: 8 }}>
          {mail.lastError !== null && <p className={classes.quiet}>{t('settings.outbox.failed', { reason: mail.lastError })}</p>}
          <pre className={classes.mail}>{mail.text}</pre>
        </div>
      )}
      {again.error && <Failure error={again.error} />}
    </li>
  )
}

function Operators() {
  const { t } = useTranslation()
  const known = useQueryClient()
  const [email, setEmail] = useState('')
  const operators = useQuery({ queryKey: ['operators'], queryFn: () => answer(api.GET('/api/operators')) })
  const work = useWork(async () => {
    await answer(api.POST('/api/operators', { body: { email } }))
    await known.invalidateQueries({ queryKey: ['operators'] })
    setEmail('')
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  return (
    <Section title={t('settings.operators.title')} lead={t('settings.operators.lead')}>
      {operators.isError && <Failure error={operators.error} />}
      <ul className={classes.list}>
        {operators.data?.items.map(({ personId, name, email: address, emailConfirmed }) => (
          <li key={personId}>
            <div className={classes.what}>
              <div className={classes.name}>{name}</div>
              <div className={classes.quiet}>
                {address}
                {!emailConfirmed && ` · ${t('settings.people.unconfirmed')}`}
              </div>
            </div>
          </li>
        ))}
      </ul>
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
        {work.error && <Failure error={work.error} doing="writing" />}
        <Button type="submit" variant="default" loading={work.busy}>
          {t('settings.operators.do')}
        </Button>
      </form>
    </Section>
  )
}
