import { Button, Select, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { answer, api } from '../../api.ts'
import { OwnPartyForm, useOwnParty } from '../../data/own-party.tsx'
import { meQuery, useEcosystem, useMe } from '../../data/session.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { LANGUAGES, type Language } from '../../i18n.ts'
import { paths } from '../../paths.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { TimeZoneSelect } from '../../ui/time-zone-select.tsx'
import { showDone } from '../../ui/toast.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

type Settings = { name: string; locale: Language; timeZone: string }

export function Component() {
  const { t } = useTranslation()
  const { id: ecosystemId, role } = useEcosystem()
  const ecosystem = useQuery({
    queryKey: ['ecosystem', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}', { params: { path: { ecosystemId } } })),
  })
  return (
    <>
      <PageHead title={t('settings.ecosystem.title')} answer={t(`settings.ecosystem.role.${role}`)} />
      {ecosystem.isError && <Failure error={ecosystem.error} again={() => ecosystem.refetch()} />}
      {ecosystem.data && <EcosystemForm key={ecosystemId} start={ecosystem.data} mayChange={role === 'owner'} />}
      {(role === 'owner' || role === 'coordinator') && <Own />}
      <TakeAlong />
      <Leave />
    </>
  )
}

function EcosystemForm({ start, mayChange }: { start: Settings; mayChange: boolean }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const known = useQueryClient()
  const [form, setForm] = useState<Settings>({ name: start.name, locale: start.locale, timeZone: start.timeZone })
  const work = useWork(async () => {
    await answer(api.PATCH('/api/ecosystems/{ecosystemId}', { params: { path: { ecosystemId } }, body: form }))
    await Promise.all([known.invalidateQueries(meQuery), known.invalidateQueries({ queryKey: ['ecosystem', ecosystemId] })])
    showDone(t('settings.kept'))
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  return (
    <Section title={t('settings.ecosystem.general')} lead={mayChange ? undefined : t('settings.ecosystem.ownersOnly')}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          label={t('settings.ecosystem.name')}
          required
          withAsterisk={false}
          maxLength={200}
          disabled={!mayChange}
          value={form.name}
          error={work.fields.name}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
        <TimeZoneSelect
          label={t('account.timeZone')}
          disabled={!mayChange}
          value={form.timeZone}
          onChange={(timeZone) => setForm({ ...form, timeZone })}
        />
        <Select
          label={t('settings.ecosystem.language')}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          value={form.locale}
          allowDeselect={false}
          disabled={!mayChange}
          onChange={(locale) => setForm({ ...form, locale: locale as Language })}
        />
        {work.error && <Failure error={work.error} doing="writing" />}
        {mayChange && (
          <Button type="submit" loading={work.busy}>
            {t('settings.keep')}
          </Button>
        )}
      </form>
    </Section>
  )
}

function TakeAlong() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  return (
    <Section title={t('settings.export.title')} lead={t('settings.export.lead')}>
      <div>
        <Button variant="default" component={Link} to={paths.exports(ecosystemId)}>
          {t('settings.export.do')}
        </Button>
      </div>
    </Section>
  )
}

/** Which organisation “we” and “us” mean. */
function Own() {
  const { t } = useTranslation()
  const own = useOwnParty()
  return (
    <Section title={t('own-party.title')} lead={t('own-party.why')}>
      {own.isError && <Failure error={own.error} again={() => own.refetch()} />}
      {own.isSuccess && <OwnPartyForm key={own.data?.id} current={own.data?.id ?? null} onKept={() => showDone(t('settings.kept'))} />}
    </Section>
  )
}

function Leave() {
  const { t } = useTranslation()
  const { id: ecosystemId, name } = useEcosystem()
  const me = useMe()
  const known = useQueryClient()
  const navigate = useNavigate()
  const [sure, setSure] = useState(false)
  const work = useWork(async () => {
    const personId = me.data?.person.id ?? ''
    await answer(api.DELETE('/api/ecosystems/{ecosystemId}/people/{personId}', { params: { path: { ecosystemId, personId } } }))
    await known.invalidateQueries(meQuery)
    navigate(paths.start())
  })
  return (
    <Section title={t('settings.leave.title')} lead={t('settings.leave.lead', { name })}>
      {work.error && <Failure error={work.error} />}
      <div>
        {sure ? (
          <Button color="danger" loading={work.busy} onClick={() => work.run()}>
            {t('settings.leave.really')}
          </Button>
        ) : (
          <Button variant="default" onClick={() => setSure(true)}>
            {t('settings.leave.do')}
          </Button>
        )}
      </div>
    </Section>
  )
}
