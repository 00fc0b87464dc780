import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { AnswerCard } from '../../ui/answer-card.tsx'
import { useFormats } from '../../ui/format.ts'
import { type useFacets, useOpenTasks, useSorting } from './queries.ts'

type Facets = NonNullable<ReturnType<typeof useFacets>['data']>
type Step = { key: 'late' | 'sort' | 'sortFirst' | 'noKinds' | 'read'; to: string; values?: Record<string, string | number> }

/** The one thing to do next: what is late, then who is tied to nobody, then what the map lacks most, then what it has to say. */
export function NextStep({ facets }: { facets: Facets }) {
  const { t } = useTranslation()
  const step = useStep(facets)
  return (
    <AnswerCard
      sentence={t(`home.next.${step.key}.sentence`, step.values ?? {})}
      action={
        <Button component={Link} to={step.to} variant="light">
          {t(`home.next.${step.key}.action`)}
        </Button>
      }
    />
  )
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
