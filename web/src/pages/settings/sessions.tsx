import { Badge, Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import { deviceOf } from './device.ts'
import { Section } from './section.tsx'
import classes from './settings.module.css'

/** Where one is signed in; each can be ended. */
export function Sessions() {
  const { t } = useTranslation()
  const { dateTime } = useFormats()
  const known = useQueryClient()
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => answer(api.GET('/api/me/sessions')) })
  const end = useWork(async (sessionId: string) => {
    await answer(api.DELETE('/api/me/sessions/{sessionId}', { params: { path: { sessionId } } }))
    await known.invalidateQueries({ queryKey: ['sessions'] })
  })
  const nameOf = (device: string | null) => {
    const { browser, system } = deviceOf(device)
    return browser === undefined ? t('settings.sessions.unknown') : t('settings.sessions.device', { browser, system })
  }
  return (
    <Section title={t('settings.sessions.title')} lead={t('settings.sessions.lead')}>
      {(sessions.error ?? end.error) && <Failure error={sessions.error ?? end.error} />}
      <ul className={classes.list}>
        {sessions.data?.items.map(({ id, createdAt, address, device, current }) => (
          <li key={id}>
            <div className={classes.what}>
              <div className={classes.name}>
                {nameOf(device)} {current && <Badge ml={6}>{t('settings.sessions.here')}</Badge>}
              </div>
              <div className={classes.quiet}>
                {t('settings.sessions.since', { when: dateTime(createdAt) })}
                {address !== null && ` · ${address}`}
              </div>
            </div>
            {!current && (
              <Button variant="default" size="compact-sm" onClick={() => end.run(id)}>
                {t('settings.sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
