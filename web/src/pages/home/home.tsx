import { Button, Skeleton, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useKinds } from '../../data/kinds.ts'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { Figure } from '../../ui/figure.tsx'
import { useFormats } from '../../ui/format.ts'
import { SEVEN_KINDS } from '../../ui/kinds.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { Activity } from './activity.tsx'
import { Attention } from './attention.tsx'
import classes from './home.module.css'
import { KindSummary } from './kind-summary.tsx'
import { NextStep } from './next-step.tsx'
import { useFacets, useOpenTasks } from './queries.ts'
import { Welcome } from './welcome.tsx'

/** Where one arrives: how the map stands in one sentence, the one thing to do next, what happened last. */
export function Component() {
  const { t } = useTranslation()
  const { id: ecosystemId, name } = useEcosystem()
  const facets = useFacets()
  const sentence = useSentence(facets.data)
  if (facets.data?.total === 0) return <Welcome />
  return (
    <PageFrame>
      <PageHead
        title={name}
        tabTitle={t('shell.places.home')}
        answer={sentence}
        action={
          <Button component={Link} to={paths.map(ecosystemId)}>
            {t('home.openMap')}
          </Button>
        }
      />
      {facets.isError && <Failure error={facets.error} again={() => facets.refetch()} />}
      {facets.isPending && (
        <Stack aria-hidden="true">
          <Skeleton height={120} />
          <Skeleton height={240} />
        </Stack>
      )}
      {facets.data && (
        <>
          <NextStep facets={facets.data} />
          <Figures facets={facets.data} />
          <Attention />
          <div className={classes.columns}>
            <KindSummary counts={facets.data.kinds} />
            <Activity />
          </div>
        </>
      )}
    </PageFrame>
  )
}

const FEW = 8

type Facets = NonNullable<ReturnType<typeof useFacets>['data']>

function Figures({ facets }: { facets: Facets }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const mayWrite = useMayWrite()
  const tasks = useOpenTasks()
  const unplaced = facets.total - facets.located
  const late = tasks.data?.items.filter(({ isOverdue }) => isOverdue).length ?? 0
  return (
    <div className={classes.figures}>
      <Figure label={t('home.figures.organisations')} value={number(facets.total)} opens={paths.organisations(ecosystemId)} />
      <Figure
        label={t('home.figures.places')}
        value={number(Object.keys(facets.cities).length)}
        change={{ text: t('home.figures.located', { count: facets.located, number: number(facets.located) }) }}
        opens={`${paths.map(ecosystemId)}?view=geography`}
      />
      {mayWrite && unplaced > 0 && <Figure label={t('home.figures.unplaced')} value={number(unplaced)} opens={paths.places(ecosystemId)} />}
      {tasks.data && (
        <Figure
          label={t('home.figures.tasks')}
          value={number(tasks.data.items.length)}
          change={late > 0 ? { text: t('home.figures.late', { count: late }), tone: 'bad' } : { text: t('home.figures.calm') }}
          opens={paths.tasks(ecosystemId)}
        />
      )}
    </div>
  )
}

/** "Your map knows 214 organisations. It is still without customers and local government." */
function useSentence(facets: Facets | undefined): string | undefined {
  const { t, i18n } = useTranslation()
  const { number, list } = useFormats()
  const kinds = useKinds()
  if (facets === undefined || facets.total === 0) return undefined
  // inside an English sentence a common noun is small; what somebody named themselves stays as they wrote it
  const inText = ({ key, label }: { key: string; label: string }) =>
    i18n.language.startsWith('en') && SEVEN_KINDS.some((kind) => kind.key === key) ? label.toLowerCase() : label
  const start = t('home.state', { count: facets.total, number: number(facets.total) })
  const missing = kinds.all.filter(({ key, label }) => !facets.kinds[key] && label !== '').map(inText)
  const most = kinds.all.reduce((best, kind) => ((facets.kinds[kind.key] ?? 0) > (facets.kinds[best.key] ?? 0) ? kind : best))
  if (facets.total < FEW) return start
  const end =
    (facets.kinds[most.key] ?? 0) === 0
      ? t('home.noKinds')
      : missing.length > 0 && missing.length <= 3
        ? t('home.missing', { kinds: list(missing) })
        : t('home.most', { kind: inText(most), number: number(facets.kinds[most.key] ?? 0) })
  return `${start} ${end}`
}
