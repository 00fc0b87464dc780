import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { answer, api } from '../../api.ts'
import { pauseUntilAskedAnew, ReadingAge } from '../../data/reading-age.tsx'
import { useEcosystem } from '../../data/session.ts'
import { ToInsight } from '../../data/to-insight.tsx'
import { Failure } from '../../failure.tsx'
import { dayIn, useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { WaitingCards } from '../../ui/waiting-cards.tsx'
import { OnlyWayCard, PartiesCard, TiesCard } from './change-cards.tsx'
import { headOfChanges } from './change-words.ts'
import classes from './insight.module.css'
import { momentsOf, readStretch } from './stretch.ts'
import { StretchForm } from './stretch-form.tsx'
import { ThenAndNow } from './then-and-now.tsx'
import type { Changes } from './words.ts'

/** What became of the map between two days: what faded and what was lost first, because that is what somebody can do something about. */
export function Component() {
  const { t } = useTranslation()
  const formats = useFormats()
  const { id: ecosystemId, timeZone } = useEcosystem()
  const [query] = useSearchParams()
  const today = dayIn(timeZone)
  const stretch = readStretch(query, today)
  const moments = momentsOf(stretch, today)
  const changes = useQuery({
    queryKey: ['insight', ecosystemId, 'changes', moments],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/ecosystems/{ecosystemId}/insight/changes', { params: { path: { ecosystemId }, query: moments }, signal })),
    refetchInterval: ({ state }) => pauseUntilAskedAnew(state.data?.freshness),
  })
  return (
    <PageFrame>
      <PageHead
        title={t('changes.title')}
        answer={changes.data && headOfChanges({ t, formats }, changes.data, stretch)}
        action={<ToInsight />}
      />
      <StretchForm stretch={stretch} />
      {changes.data && <ReadingAge freshness={changes.data.freshness} />}
      {changes.isPending && <WaitingCards label={t('changes.reading')} heights={[180, 160]} />}
      {changes.isError && <Failure error={changes.error} again={() => changes.refetch()} />}
      {changes.data && <Cards changes={changes.data} />}
    </PageFrame>
  )
}

function Cards({ changes }: { changes: Changes }) {
  const { t } = useTranslation()
  const { number, percent } = useFormats()
  const parties = new Map(changes.names.map((party) => [party.id, party]))
  const row = (key: 'parties' | 'ties' | 'coverage' | 'largest' | 'fragmentation', say: (whole: Changes['before']) => string) => ({
    label: t(`changes.whole.${key}`),
    values: [say(changes.before), say(changes.after)],
  })
  return (
    <div className={classes.columns}>
      <div className={classes.cards}>
        <OnlyWayCard changes={changes} parties={parties} />
        {(['weaker', 'lost', 'fresh', 'stronger'] as const).map((sort) => (
          <TiesCard key={sort} sort={sort} changes={changes} parties={parties} />
        ))}
        <PartiesCard changes={changes} parties={parties} />
      </div>
      <ThenAndNow
        label={t('changes.whole.label')}
        columns={[t('changes.whole.before'), t('changes.whole.after')]}
        rows={[
          row('parties', ({ parties: count }) => number(count)),
          row('ties', ({ ties }) => number(ties)),
          row('coverage', ({ tied, parties: count }) => percent(count === 0 ? 0 : tied / count)),
          row('largest', ({ largest }) => percent(largest)),
          row('fragmentation', ({ fragmentation }) => percent(fragmentation)),
        ]}
        note={t('changes.whole.note')}
      />
    </div>
  )
}
