import { Button, Checkbox, CopyButton, Select, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useEcosystem, useMe } from '../../data/session.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { showDone } from '../../ui/toast.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

const SCOPES = [
  'map.read',
  'map.write',
  'private.read',
  'private.write',
  'tasks.read',
  'tasks.write',
  'money.read',
  'money.write',
  'people.read',
  'people.write',
] as const
type Scope = (typeof SCOPES)[number]
const LIFETIMES = ['30', '90', '365'] as const
const DAY_MS = 24 * 3600 * 1000

export function Component() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const keys = useQuery({
    queryKey: ['keys', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/keys', { params: { path: { ecosystemId } } })),
  })
  return (
    <>
      <PageHead title={t('settings.keys.title')} answer={keys.data && t('settings.keys.answer', { count: keys.data.items.length })} />
      <Section title={t('settings.keys.new')} lead={t('settings.keys.lead')}>
        <NewKey />
      </Section>
      {keys.isError && <Failure error={keys.error} again={() => keys.refetch()} />}
      {keys.data && keys.data.items.length > 0 && (
        <Section title={t('settings.keys.list')}>
          <ul className={classes.list}>
            {keys.data.items.map((key) => (
              <KeyItem key={key.id} item={key} />
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

function NewKey() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const known = useQueryClient()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<Scope[]>(['map.read'])
  const [days, setDays] = useState<string>('90')
  const [made, setMade] = useState<string>()
  const work = useWork(async () => {
    const expiresAt = new Date(Date.now() + Number(days) * DAY_MS).toISOString()
    const path = { ecosystemId }
    const { key } = await answer(api.POST('/api/ecosystems/{ecosystemId}/keys', { params: { path }, body: { name, scopes, expiresAt } }))
    await known.invalidateQueries({ queryKey: ['keys', ecosystemId] })
    setMade(key)
    setName('')
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  if (made !== undefined) return <MadeKey made={made} onDone={() => setMade(undefined)} />
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label={t('settings.keys.name')}
        placeholder={t('settings.keys.example')}
        required
        withAsterisk={false}
        maxLength={100}
        value={name}
        error={work.fields.name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox.Group label={t('settings.keys.scopes')} value={scopes} onChange={(value) => setScopes(value as Scope[])}>
        <div style={{ display: 'grid', gap: 8, marginTop: 8 }}>
          {SCOPES.map((scope) => (
            <Checkbox key={scope} value={scope} label={t(`settings.keys.scope.${scope.replace('.', '_')}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <Select
        label={t('settings.keys.lifetime')}
        data={LIFETIMES.map((value) => ({ value, label: t('settings.keys.days', { count: Number(value) }) }))}
        value={days}
        allowDeselect={false}
        onChange={(value) => setDays(value ?? '90')}
      />
      {work.error && <Failure error={work.error} doing="writing" />}
      <Button type="submit" loading={work.busy} disabled={scopes.length === 0}>
        {t('settings.keys.do')}
      </Button>
    </form>
  )
}

/** The only time the key is shown. */
function MadeKey({ made, onDone }: { made: string; onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <div role="status" style={{ display: 'grid', gap: 12 }}>
      <p style={{ margin: 0 }}>{t('settings.keys.once')}</p>
      <output className={classes.secret}>{made}</output>
      <div style={{ display: 'flex', gap: 8 }}>
        <CopyButton value={made}>
          {({ copied, copy }) => <Button onClick={copy}>{t(copied ? 'settings.copied' : 'settings.copy')}</Button>}
        </CopyButton>
        <Button variant="default" onClick={onDone}>
          {t('settings.keys.done')}
        </Button>
      </div>
    </div>
  )
}

type Item = {
  id: string
  name: string
  start: string
  scopes: string[]
  personId: string
  personName: string
  expiresAt: string
  lastUsedAt: string | null
}

function KeyItem({ item }: { item: Item }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const { date, ago } = useFormats()
  const me = useMe()
  const known = useQueryClient()
  const revoke = useWork(async () => {
    await answer(api.DELETE('/api/ecosystems/{ecosystemId}/keys/{id}', { params: { path: { ecosystemId, id: item.id } } }))
    await known.invalidateQueries({ queryKey: ['keys', ecosystemId] })
    showDone(t('settings.keys.revoked', { name: item.name }))
  })
  const used = item.lastUsedAt === null ? t('settings.keys.unused') : t('settings.keys.used', { when: ago(item.lastUsedAt) })
  return (
    <li>
      <div className={classes.what}>
        <div className={classes.name}>
          {item.name} <code>{item.start}…</code>
        </div>
        <div className={classes.quiet}>
          {item.scopes.join(', ')} · {t('settings.keys.until', { date: date(item.expiresAt) })} · {used}
          {item.personId !== me.data?.person.id && ` · ${item.personName}`}
        </div>
        {revoke.error && <Failure error={revoke.error} />}
      </div>
      <Button
        variant="light"
        color="danger"
        size="compact-sm"
        loading={revoke.busy}
        onClick={() => revoke.run()}
        aria-label={t('settings.keys.revokeOf', { name: item.name })}
      >
        {t('settings.keys.revoke')}
      </Button>
    </li>
  )
}
