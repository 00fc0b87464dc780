import { Anchor, Badge } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api.ts'
import type { components } from '../api-types.ts'
import { useEcosystem } from './session.ts'

export type Sample = components['schemas']['Sample']
export type SamplePart = components['schemas']['SamplePart']

const INVENTED = 'sample:invented'

/** The samples there are, with whose work they are, and how much of them is here. */
export function useSamples() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['samples', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/samples', { params: { path: { ecosystemId } } })),
    staleTime: 300_000,
  })
}

/** Marks what was made up for a sample; nothing for anything else. */
export function InventedBadge({ source }: { source: string | null | undefined }) {
  const { t } = useTranslation()
  if (source !== INVENTED) return null
  return (
    <Badge variant="outline" color="gray" size="sm" radius="sm" tt="none" fw={500} c="var(--tutti-quiet)">
      {t('samples.invented')}
    </Badge>
  )
}

/** Names the makers of a record that came with a sample, with the licence; nothing for anything else. */
export function SampleCredit({ source }: { source: string | null | undefined }) {
  const { t } = useTranslation()
  const samples = useSamples()
  if (!source?.startsWith('sample:')) return null
  const part = samples.data?.items.flatMap(({ parts }) => parts).find((each) => each.source === source)
  if (part === undefined) return null
  if (part.isInvented) return <InventedBadge source={source} />
  return (
    <small>
      {t('samples.credit')} <Credit part={part} />
    </small>
  )
}

/** "© OpenStreetMap contributors, ODbL 1.0", both leading to their pages. */
export function Credit({ part }: { part: SamplePart }) {
  return (
    <span>
      {part.url === null ? (
        part.attribution
      ) : (
        <Anchor href={part.url} target="_blank" rel="noreferrer" underline="always" inherit>
          {part.attribution}
        </Anchor>
      )}
      {', '}
      <Anchor href={part.licenceUrl} target="_blank" rel="noreferrer" underline="always" inherit>
        {part.licence}
      </Anchor>
    </span>
  )
}
