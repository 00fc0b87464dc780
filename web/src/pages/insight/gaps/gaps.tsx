import { Anchor, Button, Select, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { ReadingAge, StillReading } from '../../../data/reading-age.tsx'
import { useEcosystem, useMayWrite } from '../../../data/session.ts'
import { ToInsight } from '../../../data/to-insight.tsx'
import { Failure } from '../../../failure.tsx'
import { paths } from '../../../paths.ts'
import { download } from '../../../ui/download.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { useFormats } from '../../../ui/format.ts'
import { PageFrame, PageHead } from '../../../ui/page-head.tsx'
import { WaitingCards } from '../../../ui/waiting-cards.tsx'
import { BigNumbers, SideCard } from '../ground.tsx'
import insight from '../insight.module.css'
import { GapCard } from './gap-card.tsx'
import classes from './gaps.module.css'
import { type GapSort, type Gaps, SORTS, useGaps } from './queries.ts'
import { SetAside } from './set-aside.tsx'
import { csvOf, headOf, isOpen } from './words.ts'

const DISTANCES_KM = [5, 10, 25, 50, 100] as const

/** What is missing on the map, what is worth most first. `?sort=` shows one sort, `?km=` asks for offers within a distance. */
export function Component() {
  const { t } = useTranslation()
  const formats = useFormats()
  const [query, setQuery] = useSearchParams()
  const km = DISTANCES_KM.find((each) => String(each) === query.get('km')) ?? null
  const gaps = useGaps(km)
  const { data } = gaps
  const change = (key: 'sort' | 'km', value: string | null) =>
    setQuery(
      (before) => {
        const next = new URLSearchParams(before)
        if (value === null) next.delete(key)
        else next.set(key, value)
        return next
      },
      { replace: true },
    )
  return (
    <PageFrame>
      <PageHead title={t('gaps.title')} answer={data && headOf({ t, formats }, data)} action={<ToInsight />} />
      {data && (gaps.isPlaceholderData ? <StillReading label={t('insight.reading')} /> : <ReadingAge freshness={data.freshness} />)}
      {gaps.isPending && <WaitingCards label={t('insight.reading')} heights={[160, 180, 140]} />}
      {gaps.isError && !data && <Failure error={gaps.error} again={() => gaps.refetch()} />}
      {data && data.parties === 0 && <Nobody />}
      {data && data.parties > 0 && <List gaps={data} km={km} sort={query.get('sort')} change={change} />}
    </PageFrame>
  )
}

type ListProps = { gaps: Gaps; km: number | null; sort: string | null; change: (key: 'sort' | 'km', value: string | null) => void }

/** So many are read at a glance; the others after a press. */
const FIRST = 12

function List({ gaps, km, sort, change }: ListProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [isWhole, setWhole] = useState(false)
  const mayWrite = useMayWrite()
  const chosen = SORTS.find((each) => each === sort) ?? null
  const open = gaps.items.filter(isOpen)
  const shown = open.map((gap, k) => ({ gap, place: k + 1 })).filter(({ gap }) => chosen === null || gap.sort === chosen)
  const parties = new Map(gaps.names.map((party) => [party.id, party]))
  return (
    <div className={`${insight.columns} ${classes.columns}`}>
      <div className={insight.cards}>
        <Filters gaps={gaps} chosen={chosen} km={km} change={change} />
        {(isWhole ? shown : shown.slice(0, FIRST)).map(({ gap, place }) => (
          <GapCard key={gap.key} gap={gap} place={place} parties={parties} mayWrite={mayWrite} />
        ))}
        {!isWhole && shown.length > FIRST && (
          <Button variant="default" onClick={() => setWhole(true)}>
            {t('insight.evidence.showAll', { number: number(shown.length) })}
          </Button>
        )}
        <Rest gaps={gaps} chosen={chosen} shown={shown.length} />
        <SetAside gaps={gaps.items.filter((gap) => !isOpen(gap))} mayWrite={mayWrite} />
      </div>
      <Ground gaps={gaps} mayWrite={mayWrite} />
    </div>
  )
}

function Filters({ gaps, chosen, km, change }: { gaps: Gaps; chosen: GapSort | null } & Pick<ListProps, 'km' | 'change'>) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const there = SORTS.filter((sort) => gaps.totals[sort] > 0 || sort === chosen)
  const one = (sort: GapSort | null, label: string) => (
    <Button
      key={sort ?? 'all'}
      size="compact-sm"
      variant={sort === chosen ? 'filled' : 'light'}
      aria-pressed={sort === chosen}
      onClick={() => change('sort', sort)}
    >
      {label}
    </Button>
  )
  return (
    <div className={classes.filters}>
      {there.length > 0 && (
        <fieldset className={classes.sorts}>
          <legend>{t('gaps.filter.label')}</legend>
          {one(null, t('gaps.filter.all'))}
          {there.map((sort) => one(sort, t('gaps.filter.one', { sort: t(`gaps.sorts.${sort}`), number: number(gaps.totals[sort]) })))}
        </fieldset>
      )}
      <Select
        label={t('gaps.distance.label')}
        data={[
          { value: '', label: t('gaps.distance.any') },
          ...DISTANCES_KM.map((each) => ({ value: String(each), label: t('gaps.distance.within', { km: number(each) }) })),
        ]}
        value={km === null ? '' : String(km)}
        onChange={(value) => change('km', value || null)}
        allowDeselect={false}
      />
    </div>
  )
}

/** What is not in the list: of each sort only the first are looked into. */
function Rest({ gaps, chosen, shown }: { gaps: Gaps; chosen: GapSort | null; shown: number }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const sorts: readonly GapSort[] = chosen === null ? SORTS : [chosen]
  const total = sorts.reduce((sum, sort) => sum + gaps.totals[sort], 0)
  const listed = gaps.items.filter(({ sort }) => chosen === null || sort === chosen).length
  if (total > listed) return <p className={classes.note}>{t('gaps.more', { count: total - listed, number: number(total - listed) })}</p>
  return shown === 0 ? <p className={classes.note}>{t(listed > 0 ? 'gaps.nothingOpen' : 'gaps.nothingHere')}</p> : null
}

/** At the side: how the list is ranked, what it rests on, and what sectors are compared with. */
function Ground({ gaps, mayWrite }: { gaps: Gaps; mayWrite: boolean }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const { reference, parties, tied, speaking } = gaps
  const save = () =>
    download(new Blob(['\ufeff', csvOf({ t, formats }, gaps)], { type: 'text/csv;charset=utf-8' }), `${t('gaps.csv.file')}.csv`)
  return (
    <SideCard label={t('gaps.ground.label')}>
      <p className={insight.note}>{t('gaps.ground.rank')}</p>
      <BigNumbers
        figures={[
          { definition: 'parties', value: parties },
          { definition: 'coverage', value: tied / parties },
          { definition: 'speaking', value: speaking },
        ]}
      />
      <Title order={2} size="h4">
        {t('gaps.reference.short')}
      </Title>
      <p className={insight.note}>
        {reference === null
          ? t('gaps.reference.none')
          : t('gaps.reference.holds', {
              count: reference.areas.length,
              number: formats.number(reference.areas.length),
              source: reference.source ?? '',
              licence: reference.licence ?? '',
            })}
      </p>
      {mayWrite && (
        <Anchor component={Link} to={paths.gapReference(ecosystemId)} size="sm" underline="always">
          {t(reference === null ? 'gaps.reference.add' : 'gaps.reference.open')}
        </Anchor>
      )}
      <Button variant="default" size="compact-sm" onClick={save}>
        {t('gaps.csv.save')}
      </Button>
    </SideCard>
  )
}

function Nobody() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  return (
    <EmptyState
      title={t('gaps.empty.title')}
      why={t('gaps.empty.why')}
      example={t('gaps.empty.example')}
      action={
        <Button component={Link} to={paths.imports(ecosystemId)}>
          {t('insight.empty.action')}
        </Button>
      }
    />
  )
}
