import { Button, SegmentedControl } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { ReadingAge } from '../../data/reading-age.tsx'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { ToInsight } from '../../data/to-insight.tsx'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { type Formats, useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { usePhone } from '../../ui/phone.ts'
import { WaitingCards } from '../../ui/waiting-cards.tsx'
import { ComparisonCard, GroundCard, LeftOutCard } from './aside.tsx'
import { EnterDialog } from './dialogs.tsx'
import { EnteredList } from './entered.tsx'
import classes from './introductions.module.css'
import { ProposalCard } from './proposal.tsx'
import { type Introduction, LISTS, type List, type Proposals, useIntroductions, useProposals } from './queries.ts'

/** Whom to introduce to whom: the two lists with their reasons, what is under way, and how well the proposals are received. */
export function Component() {
  const { t } = useTranslation()
  const mayWrite = useMayWrite()
  if (mayWrite) return <Introductions />
  return (
    <PageFrame>
      <PageHead title={t('introductions.title')} answer={t('introductions.coordinatorsOnly')} />
    </PageFrame>
  )
}

const TABS = [...LISTS, 'running', 'over'] as const
type Tab = (typeof TABS)[number]

function Introductions() {
  const { t } = useTranslation()
  const formats = useFormats()
  const [query, setQuery] = useSearchParams()
  const isPhone = usePhone()
  const [isEntering, setEntering] = useState(false)
  const proposals = useProposals()
  const entered = useIntroductions()
  const tab = TABS.find((each) => each === query.get('show')) ?? 'trade'
  const choose = (show: string) =>
    setQuery(
      (before) => {
        before.set('show', show)
        return before
      },
      { replace: true },
    )
  const running = (entered.data ?? []).filter(({ state }) => state === 'proposed' || state === 'accepted')
  const over = (entered.data ?? []).filter(({ state }) => state === 'declined' || state === 'done')
  const counts: Record<Tab, number | undefined> = { trade: proposals.data?.trade.length, peers: proposals.data?.peers.length, running: entered.data && running.length, over: entered.data && over.length } // biome-ignore format: one line reads better
  return (
    <PageFrame>
      <PageHead
        title={t('introductions.title')}
        answer={proposals.data && headOf({ t, formats }, proposals.data)}
        action={
          <>
            <ToInsight />
            <Button variant="default" onClick={() => setEntering(true)}>
              {t('introductions.enter.action')}
            </Button>
          </>
        }
      />
      <SegmentedControl
        className={classes.tabs ?? ''}
        orientation={isPhone ? 'vertical' : 'horizontal'}
        fullWidth={isPhone}
        aria-label={t('introductions.tabs.label')}
        value={tab}
        onChange={choose}
        data={TABS.map((value) => ({ value, label: labelOf({ t, formats }, value, counts[value]) }))}
      />
      <div className={classes.columns}>
        <section aria-label={t(`introductions.tabs.${tab}`)} className={classes.cards}>
          {tab === 'trade' || tab === 'peers' ? (
            <Proposed list={tab} proposals={proposals} />
          ) : (
            <Entered isRunning={tab === 'running'} items={tab === 'running' ? running : over} query={entered} />
          )}
        </section>
        <aside className={classes.aside}>
          {proposals.data && <GroundCard proposals={proposals.data} />}
          <ComparisonCard />
          <LeftOutCard />
        </aside>
      </div>
      {isEntering && <EnterDialog onEnd={() => setEntering(false)} />}
    </PageFrame>
  )
}

function Proposed({ list, proposals }: { list: List; proposals: ReturnType<typeof useProposals> }) {
  const { t } = useTranslation()
  const { data } = proposals
  if (proposals.isError && !data) return <Failure error={proposals.error} again={() => proposals.refetch()} />
  if (!data) return <WaitingCards label={t('introductions.reading')} heights={[180, 180]} />
  const parties = new Map(data.names.map((party) => [party.id, party]))
  if (data[list].length === 0) return <NoProposals list={list} />
  return (
    <>
      <ReadingAge freshness={data.freshness} />
      <p className={classes.lead}>{t(`introductions.lead.${list}`)}</p>
      {data[list].map((proposal) => (
        <ProposalCard key={`${proposal.oneId} ${proposal.otherId}`} list={list} proposal={proposal} parties={parties} />
      ))}
    </>
  )
}

function NoProposals({ list }: { list: List }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  return (
    <EmptyState
      title={t(`introductions.none.${list}.title`)}
      why={t(`introductions.none.${list}.why`)}
      action={
        <Button component={Link} to={list === 'trade' ? paths.exchange(ecosystemId) : paths.map(ecosystemId)}>
          {t(`introductions.none.${list}.action`)}
        </Button>
      }
    />
  )
}

type EnteredProps = { isRunning: boolean; items: readonly Introduction[]; query: ReturnType<typeof useIntroductions> }

function Entered({ isRunning, items, query }: EnteredProps) {
  const { t } = useTranslation()
  if (query.isError && !query.data) return <Failure error={query.error} again={() => query.refetch()} />
  if (!query.data) return <WaitingCards label={t('introductions.reading')} heights={[180, 180]} />
  if (items.length > 0) return <EnteredList items={items} />
  return <p className={classes.lead}>{t(isRunning ? 'introductions.none.running' : 'introductions.none.over')}</p>
}

type Told = { t: TFunction; formats: Formats }

function headOf({ t, formats }: Told, { trade, peers }: Proposals): string {
  if (trade.length + peers.length === 0) return t('introductions.head.none')
  const part = (list: List, count: number) => t(`introductions.head.${list}`, { count, number: formats.number(count) })
  return t('introductions.head.both', { trade: part('trade', trade.length), peers: part('peers', peers.length) })
}

function labelOf({ t, formats }: Told, tab: Tab, count: number | undefined): string {
  const label = t(`introductions.tabs.${tab}`)
  return count === undefined ? label : `${label} ${formats.number(count)}`
}
