import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { stepsLeft, useGuide } from '../../data/guide.ts'
import { useSamples } from '../../data/samples.tsx'
import { useEcosystem } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { AnswerCard } from '../../ui/answer-card.tsx'
import { useFormats } from '../../ui/format.ts'
import { type useFacets, useOpenTasks, useSorting } from './queries.ts'

type Facets = NonNullable<ReturnType<typeof useFacets>['data']>
type Shown = { sentence: string; action: string; to: string }
type Step = { key: 'late' | 'sort' | 'sortFirst' | 'noKinds' | 'read'; to: string; values?: Record<string, string | number> }

/** The one thing to do next: what is late, then the first hour, then who is tied to nobody, then what the map lacks most, then what it has to say. */
export function NextStep({ facets }: { facets: Facets }) {
  const { t } = useTranslation()
  const step = useStep(facets)
  const ofGuide = useGuideStep()
  const usual = { sentence: t(`home.next.${step.key}.sentence`, step.values ?? {}), action: t(`home.next.${step.key}.action`), to: step.to }
  const { sentence, action, to } = step.key === 'late' ? usual : (ofGuide ?? usual)
  return (
    <AnswerCard
      sentence={sentence}
      action={
        <Button component={Link} to={to} variant="light">
          {action}
        </Button>
      }
    />
  )
}

/** The next step of the first hour. None while a sample is looked at: that is no start of one's own. */
function useGuideStep(): Shown | undefined {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const guide = useGuide().data
  const samples = useSamples().data
  const hasSample = samples === undefined || samples.items.some(({ loadedAt }) => loadedAt !== null)
  if (guide === undefined || guide.next === null || hasSample) return undefined
  const title = t(`home.guide.steps.${guide.next}`)
  return {
    sentence: t('home.guide.next', { title, number: number(stepsLeft(guide)) }),
    action: t('home.guide.goOn'),
    to: paths.guide(ecosystemId),
  }
}

function useStep(facets: Facets): Step {
  const { number } = useFormats()
  const { id: ecosystemId, role } = useEcosystem()
  const late = useOpenTasks().data?.items.find(({ isOverdue }) => isOverdue)
  const sorting = useSorting().data
  if (late !== undefined) return { key: 'late', to: paths.tasks(ecosystemId), values: { title: late.title } }
  if (sorting?.own && sorting.open > 0)
    return { key: 'sort', to: paths.sorting(ecosystemId), values: { count: sorting.open, number: number(sorting.open) } }
  if (sorting?.own === null && Object.keys(facets.tieTypes).length === 0) return { key: 'sortFirst', to: paths.sorting(ecosystemId) }
  if (Object.keys(facets.kinds).length === 0 && role !== 'viewer') return { key: 'noKinds', to: paths.organisations(ecosystemId) }
  return { key: 'read', to: role === 'viewer' ? paths.map(ecosystemId) : paths.insight(ecosystemId) }
}
