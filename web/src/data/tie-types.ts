import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api.ts'
import { useEcosystem } from './session.ts'
import type { TieType } from './types.ts'

/** The types of tie with their names, seen from the first end and from the other. */
export function useTieTypes(): { all: TieType[]; name: (key: string, fromOtherEnd?: boolean) => string } {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const types = useQuery({
    queryKey: ['tie-types', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/tie-types', { params: { path: { ecosystemId } } })),
    staleTime: 300_000,
  })
  const all = types.data?.items ?? []
  const name = (key: string, fromOtherEnd = false) => {
    const type = all.find((each) => each.key === key)
    const word = fromOtherEnd ? (type?.inverse ?? key) : key
    return (fromOtherEnd ? type?.inverseLabel : type?.label) ?? t(`ties.types.${word}`, { defaultValue: word })
  }
  return { all, name }
}
