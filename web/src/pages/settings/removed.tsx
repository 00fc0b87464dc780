import { Button } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { useEcosystem } from '../../data/session.ts'
import { useTieTypes } from '../../data/tie-types.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { showDone } from '../../ui/toast.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

type RemovedEntry = components['schemas']['RemovedEntry']
type List = { path: { ecosystemId: string }; query: { limit: number; cursor?: string } }
type One = { path: { ecosystemId: string; id: string } }

const PAGE = 20
const KINDS = {
  parties: {
    list: (params: List) => answer(api.GET('/api/ecosystems/{ecosystemId}/removed-parties', { params })),
    putBack: (params: One) => answer(api.POST('/api/ecosystems/{ecosystemId}/parties/{id}/restoration', { params })),
  },
  ties: {
    list: (params: List) => answer(api.GET('/api/ecosystems/{ecosystemId}/removed-ties', { params })),
    putBack: (params: One) => answer(api.POST('/api/ecosystems/{ecosystemId}/ties/{id}/restoration', { params })),
  },
  offers: {
    list: (params: List) => answer(api.GET('/api/ecosystems/{ecosystemId}/removed-offers', { params })),
    putBack: (params: One) => answer(api.POST('/api/ecosystems/{ecosystemId}/offers/{id}/restoration', { params })),
  },
  views: {
    list: (params: List) => answer(api.GET('/api/ecosystems/{ecosystemId}/removed-views', { params })),
    putBack: (params: One) => answer(api.POST('/api/ecosystems/{ecosystemId}/views/{id}/restoration', { params })),
  },
  scenarios: {
    list: (params: List) => answer(api.GET('/api/ecosystems/{ecosystemId}/removed-scenarios', { params })),
    putBack: (params: One) => answer(api.POST('/api/ecosystems/{ecosystemId}/scenarios/{id}/restoration', { params })),
  },
}
type Kind = keyof typeof KINDS
/** What each role may put back. */
const SHOWN: Record<string, readonly Kind[]> = { member: ['ties', 'offers', 'views'], viewer: ['views'] }
const ALL: readonly Kind[] = ['parties', 'ties', 'offers', 'views', 'scenarios']

/** What was removed of late, and the way back for each of it. */
export function Component() {
  const { t } = useTranslation()
  const { role } = useEcosystem()
  return (
    <>
      <PageHead title={t('settings.removed.title')} answer={t('settings.removed.answer')} />
      {(SHOWN[role] ?? ALL).map((kind) => (
        <RemovedOf key={kind} kind={kind} />
      ))}
    </>
  )
}

function RemovedOf({ kind }: { kind: Kind }) {
  const { t } = useTranslation()
  const { dateTime } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  const nameOf = useNameOf(kind)
  const removed = useInfiniteQuery({
    queryKey: ['removed', ecosystemId, kind],
    queryFn: ({ pageParam }) =>
      KINDS[kind].list({ path: { ecosystemId }, query: { limit: PAGE, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  const work = useWork(async (item: RemovedEntry) => {
    await KINDS[kind].putBack({ path: { ecosystemId, id: item.id } })
    showDone(t('settings.removed.done', { name: nameOf(item) }))
    await queries.invalidateQueries()
  })
  const items = removed.data?.pages.flatMap((page) => page.items) ?? []
  const who = ({ actor }: RemovedEntry) => actor.name ?? t(`settings.activity.actors.${actor.kind}`)
  return (
    <Section title={t(`settings.removed.${kind}`)}>
      {removed.isError && <Failure error={removed.error} again={() => removed.refetch()} />}
      {work.error && <Failure error={work.error} />}
      {removed.isSuccess && items.length === 0 && <p className={classes.quiet}>{t('settings.removed.none')}</p>}
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={item.id}>
            <div className={classes.what}>
              <div className={classes.name}>{nameOf(item)}</div>
              <div className={classes.quiet}>{t('settings.removed.by', { who: who(item), when: dateTime(item.at) })}</div>
            </div>
            <Button
              variant="default"
              size="compact-sm"
              aria-label={t('settings.removed.putBackOf', { name: nameOf(item) })}
              loading={work.busy}
              onClick={() => work.run(item)}
            >
              {t('settings.removed.putBack')}
            </Button>
          </li>
        ))}
      </ul>
      {removed.hasNextPage && (
        <div>
          <Button variant="default" loading={removed.isFetchingNextPage} onClick={() => removed.fetchNextPage()}>
            {t('settings.activity.more')}
          </Button>
        </div>
      )}
    </Section>
  )
}

function useNameOf(kind: Kind): (item: RemovedEntry) => string {
  const types = useTieTypes()
  return ({ names, type }) => (kind === 'ties' && type !== null ? `${names[0]} ${types.name(type)} ${names[1]}` : names.join(', '))
}
