import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { answer, api } from '../../api.ts'
import { pauseUntilAskedAnew, ReadingAge, StillReading } from '../../data/reading-age.tsx'
import { useEcosystem } from '../../data/session.ts'
import { ToInsight } from '../../data/to-insight.tsx'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { WaitingCards } from '../../ui/waiting-cards.tsx'
import { Sort } from './change-cards.tsx'
import { ApartCard, IntroductionsCard, NeedsCard } from './departure-cards.tsx'
import { headOfDeparture, sayOfLeaving } from './departure-words.ts'
import classes from './insight.module.css'
import { LeavingForm } from './leaving-form.tsx'
import { KeepDeparture } from './scenarios/keep-departure.tsx'
import { ThenAndNow } from './then-and-now.tsx'
import type { Departure } from './words.ts'

/** What the map would be without somebody: who is cut off, which needs are left, and the introductions that would make it safe. */
export function Component() {
  const { t } = useTranslation()
  const formats = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const [query] = useSearchParams()
  const party = query.getAll('leaves')
  const sector = query.getAll('sector')
  const isAsked = party.length + sector.length > 0
  const departure = useQuery({
    queryKey: ['insight', ecosystemId, 'departure', { party, sector }],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/insight/departure', {
          params: { path: { ecosystemId }, query: { ...(party.length > 0 && { party }), ...(sector.length > 0 && { sector }) } },
          signal,
        }),
      ),
    enabled: isAsked,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => pauseUntilAskedAnew(state.data?.freshness),
  })
  const data = isAsked ? departure.data : undefined
  return (
    <PageFrame>
      <PageHead
        title={t('what-if.title')}
        answer={isAsked ? data && headOfDeparture({ t, formats }, data) : t('what-if.ask')}
        action={<ToInsight />}
      />
      <LeavingForm names={data?.names ?? []} />
      {departure.isLoading && <WaitingCards label={t('what-if.reading')} heights={[140, 180]} />}
      {departure.isError && <Failure error={departure.error} again={() => departure.refetch()} />}
      {data &&
        !departure.isError &&
        (departure.isPlaceholderData ? <StillReading label={t('what-if.reading')} /> : <ReadingAge freshness={data.freshness} />)}
      {data && !departure.isError && <Cards departure={data} party={party} sector={sector} />}
    </PageFrame>
  )
}

type CardsProps = { departure: Departure; party: readonly string[]; sector: readonly string[] }

function Cards({ departure, party, sector }: CardsProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { number, percent } = formats
  const parties = new Map(departure.names.map((party) => [party.id, party]))
  const { before, after, withIntroductions: joined } = departure
  if (departure.leaving.total === 0 || after.parties === 0) return null
  const states = departure.introductions.total > 0 ? [before, after, joined] : [before, after]
  const row = (key: 'parties' | 'pieces' | 'largest' | 'fragmentation', say: (value: number) => string) => ({
    label: t(`what-if.whole.${key}`),
    values: states.map((state) => say(state[key])),
  })
  return (
    <div className={classes.columns}>
      <div className={classes.cards}>
        {sector.length > 0 && (
          <Sort
            label={t('what-if.leaving', { count: departure.leaving.total, number: number(departure.leaving.total) })}
            list={departure.leaving}
            parties={parties}
          />
        )}
        <ApartCard departure={departure} parties={parties} />
        <IntroductionsCard
          departure={departure}
          parties={parties}
          again={{ about: `introductions.${departure.leaving.items[0]}`, question: sayOfLeaving({ t, formats }, departure, 'again') }}
        />
        <NeedsCard departure={departure} parties={parties} />
        <div>
          <KeepDeparture party={party} sector={sector} departure={departure} />
        </div>
      </div>
      <ThenAndNow
        label={t('what-if.whole.label')}
        columns={(['before', 'after', 'joined'] as const).slice(0, states.length).map((key) => t(`what-if.whole.${key}`))}
        rows={[row('parties', number), row('pieces', number), row('largest', percent), row('fragmentation', percent)]}
        note={t('what-if.whole.note')}
      />
    </div>
  )
}
