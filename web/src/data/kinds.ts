import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api.ts'
import { type Kind, NO_KIND, SEVEN_KINDS, type Shape } from '../ui/kinds.ts'
import { useEcosystem } from './session.ts'

export type NamedKind = Kind & { label: string }

const NONE: never[] = []

/** The seven kinds and the ecosystem's own, named in the reader's language, in the order they are listed everywhere. */
export function useKinds(): { all: NamedKind[]; of: (key: string | undefined) => NamedKind } {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const own = useQuery({ ...kindsQuery(ecosystemId), select: ownAmong })
  // the same list while nothing is known and where there is none, so that nobody draws twice
  const items = own.data?.length ? own.data : NONE
  return useMemo(() => {
    const seven: NamedKind[] = SEVEN_KINDS.map((kind) => ({ ...kind, label: t(`kinds.${kind.key}`) }))
    const others = items.map((kind) => ({ key: kind.key, colour: kind.colour, shape: kind.shape as Shape, label: kind.label ?? kind.key }))
    const all = [...seven, ...others]
    const none: NamedKind = { ...NO_KIND, label: t('kinds.none') }
    return { all, of: (key) => all.find((kind) => kind.key === key) ?? none }
  }, [items, t])
}

export function kindsQuery(ecosystemId: string) {
  return queryOptions({
    queryKey: ['kinds', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/kinds', { params: { path: { ecosystemId } } })),
    staleTime: 300_000,
  })
}

function ownAmong<T extends { key: string }>({ items }: { items: T[] }): T[] {
  return items.filter(({ key }) => !SEVEN_KINDS.some((kind) => kind.key === key))
}
