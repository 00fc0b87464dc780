import { Button, Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { ErrorCard } from '../../ui/error-card.tsx'
import { useFormats } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'
import classes from './places.module.css'
import type { PlaceActions, PlaceRun, Places } from './queries.ts'

type Props = { places: Places; geocoder: NonNullable<Places['geocoder']>; actions: PlaceActions }

/** The service outside: what it would be told, who agreed, how far it is, and how it went. */
export function GeocoderCard({ places: { run }, geocoder: { service, waiting, consent }, actions }: Props) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const { role } = useEcosystem()
  const { ask, stop, allow, forbid, takeBack } = actions
  const isBusy = run?.state === 'working'
  const error = ask.error ?? stop.error ?? allow.error ?? forbid.error ?? takeBack.error
  return (
    <section className={`tutti-card ${classes.panel}`} aria-labelledby="places-geocoder">
      <h2 id="places-geocoder">{t('places.geocoder.title')}</h2>
      <Stack gap="sm">
        <Text size="sm">{t('places.geocoder.why', { service })}</Text>
        <Text size="sm" c="dimmed">
          {consent ? t('places.geocoder.agreed', { day: date(consent.at) }) : t('places.geocoder.notAgreed')}
        </Text>
        {run?.kind === 'geocoder' && <Course run={run} />}
        <Group>
          {consent && !isBusy && (
            <Button variant="default" disabled={waiting === 0} loading={ask.isPending} onClick={() => ask.mutate()}>
              {t('places.geocoder.ask', { count: waiting })}
            </Button>
          )}
          {run && isBusy && (
            <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate(run.id)}>
              {t('places.geocoder.stop')}
            </Button>
          )}
          {run && run.kind === 'geocoder' && !isBusy && run.state !== 'undone' && run.placed > 0 && (
            <Button variant="default" loading={takeBack.isPending} onClick={() => takeBack.mutate(run.id)}>
              {t('places.geocoder.takeBack')}
            </Button>
          )}
          {role === 'owner' && !consent && (
            <Button variant="default" loading={allow.isPending} onClick={() => allow.mutate(service)}>
              {t('places.geocoder.agree')}
            </Button>
          )}
          {role === 'owner' && consent && (
            <Button variant="subtle" loading={forbid.isPending} onClick={() => forbid.mutate()}>
              {t('places.geocoder.withdraw')}
            </Button>
          )}
        </Group>
        {error && <Failure error={error} />}
      </Stack>
    </section>
  )
}

function Course({ run }: { run: PlaceRun }) {
  const { t } = useTranslation()
  const done = run.placed + run.nothing + run.refused + run.failed + run.skipped
  if (run.state === 'working') return <Progress label={t('places.geocoder.asking')} done={done} total={run.total} />
  const parts = (['placed', 'nothing', 'refused', 'failed', 'skipped'] as const).filter((part) => run[part] > 0)
  const counts = parts.map((part) => t(`places.geocoder.counts.${part}`, { count: run[part] })).join(', ')
  return (
    <>
      {run.problem && (
        <ErrorCard what={t(`places.geocoder.problems.${run.problem}.what`)} todo={t(`places.geocoder.problems.${run.problem}.todo`)} />
      )}
      <Text size="sm" role="status">
        {[t(`places.geocoder.states.${run.state}`), counts && `${counts}.`].filter(Boolean).join(' ')}
      </Text>
    </>
  )
}
