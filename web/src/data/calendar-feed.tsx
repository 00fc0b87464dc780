import { Anchor, Button, Group, Stack, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api.ts'
import { Failure } from '../failure.tsx'
import { Ask } from '../ui/ask.tsx'
import { useFormats } from '../ui/format.ts'
import { showDone } from '../ui/toast.tsx'
import { useEcosystem } from './session.ts'

/** The address from which one's own calendar program reads: made, shown once, made anew, ended. */
export function CalendarFeed() {
  const { t } = useTranslation()
  const { date } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  const params = { path: { ecosystemId } }
  const key = ['calendar-feed', ecosystemId]
  const feed = useQuery({ queryKey: key, queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/calendar-feed', { params })) })
  const fresh = () => queries.invalidateQueries({ queryKey: key })
  const make = useMutation({
    mutationFn: () => answer(api.POST('/api/ecosystems/{ecosystemId}/calendar-feed', { params })),
    onSuccess: fresh,
  })
  const end = useMutation({
    mutationFn: () => answer(api.DELETE('/api/ecosystems/{ecosystemId}/calendar-feed', { params })),
    onSuccess: () => {
      make.reset()
      fresh()
      showDone(t('calendar.feed.ended'))
    },
  })
  const since = feed.data?.since ?? null
  const failure = feed.error ?? make.error ?? end.error
  return (
    <section className="tutti-card" style={{ marginTop: 16, padding: '16px 20px' }} aria-labelledby="calendar-feed">
      <Stack gap="sm">
        <Title order={2} id="calendar-feed" size={16}>
          {t('calendar.feed.title')}
        </Title>
        <p style={{ margin: 0, color: 'var(--tutti-quiet)' }}>{t('calendar.feed.why')}</p>
        {make.data ? (
          <>
            <p style={{ margin: 0 }}>{t('calendar.feed.secret')}</p>
            <Ask link={make.data.url} title={t('calendar.feed.share')} message={t('calendar.feed.share')} />
            <Anchor href={make.data.webcal}>{t('calendar.feed.subscribe')}</Anchor>
          </>
        ) : (
          since !== null && <p style={{ margin: 0 }}>{t('calendar.feed.since', { day: date(since) })}</p>
        )}
        {failure && <Failure error={failure} doing={feed.isError ? 'reading' : 'writing'} />}
        <Group gap="xs">
          <Button variant="default" loading={make.isPending} disabled={!feed.isSuccess} onClick={() => make.mutate()}>
            {t(since === null ? 'calendar.feed.make' : 'calendar.feed.again')}
          </Button>
          {since !== null && (
            <Button variant="subtle" color="danger" loading={end.isPending} onClick={() => end.mutate()}>
              {t('calendar.feed.end')}
            </Button>
          )}
        </Group>
      </Stack>
    </section>
  )
}
