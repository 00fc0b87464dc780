import { Skeleton, Title } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { answer, api } from '../../api.ts'
import { happening } from '../../data/happenings.ts'
import { useKinds } from '../../data/kinds.ts'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { useLaterTexts } from '../../i18n.ts'
import { withParty } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { PartyChip } from '../../ui/party-chip.tsx'
import { fold } from './fold.ts'
import classes from './home.module.css'
import { useLog } from './queries.ts'

const SHOWN = 7

/** What happened last, for those who may read the log. */
export function Activity() {
  const { t } = useTranslation()
  const { ago, dateTime, number } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const { search } = useLocation()
  const kinds = useKinds()
  const log = useLog()
  const areWordsHere = useLaterTexts()
  const reads = useMayWrite()
  const entries = areWordsHere ? fold(log.data?.items ?? []).slice(0, SHOWN) : []
  const about = entries.filter(({ type, subjectId, count }) => type.startsWith('party.') && subjectId !== null && count === 1)
  const parties = useQueries({
    queries: about.map(({ subjectId }) => ({
      queryKey: ['party', ecosystemId, subjectId],
      queryFn: () =>
        answer(api.GET('/api/ecosystems/{ecosystemId}/parties/{id}', { params: { path: { ecosystemId, id: subjectId as string } } })),
      staleTime: 300_000,
    })),
  })
  if (!reads) return null
  return (
    <section>
      <Title order={2}>{t('home.activity')}</Title>
      {(log.isPending || !areWordsHere) && <Skeleton height={200} />}
      {log.isError && <Failure error={log.error} again={() => log.refetch()} />}
      <ul className={`tutti-card ${classes.activity}`}>
        {entries.map((entry) => {
          const party = parties[about.indexOf(entry)]?.data
          return (
            <li key={entry.id}>
              <span>
                {happening(t, entry.type, entry.payload)}
                {entry.count > 1 && ` (${t('home.times', { number: number(entry.count) })})`}{' '}
                {party && <PartyChip name={party.name} kind={kinds.of(party.kinds[0])} to={{ search: withParty(search, party.id) }} />}
              </span>
              <time dateTime={entry.at} title={dateTime(entry.at)} className={classes.when}>
                {[entry.actor, ago(entry.at)].filter(Boolean).join(' · ')}
              </time>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
