import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

const PAGE = 50

/** The log: who did what, newest first. Nothing in it is ever changed. */
export function Component() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const { dateTime } = useFormats()
  const log = useInfiniteQuery({
    queryKey: ['events', ecosystemId],
    queryFn: ({ pageParam }) => {
      const query = { limit: PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) }
      return answer(api.GET('/api/ecosystems/{ecosystemId}/events', { params: { path: { ecosystemId }, query } }))
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  const items = log.data?.pages.flatMap((page) => page.items) ?? []
  const actorName = (actor: { kind: string; name: string | null }) => actor.name ?? t(`settings.activity.actors.${actor.kind}`)
  // an event that this version of the page has no words for is shown by its name
  const sentence = (type: string) => t(`settings.activity.types.${type.replace('.', '_')}`, { defaultValue: type })
  return (
    <>
      <PageHead title={t('settings.activity.title')} answer={t('settings.activity.answer')} />
      {log.isError && <Failure error={log.error} again={() => log.refetch()} />}
      {items.length > 0 && (
        <Section title={t('settings.activity.list')}>
          <ol className={classes.list}>
            {items.map(({ id, at, type, actor }) => (
              <li key={id}>
                <div className={classes.what}>
                  <span className={classes.name}>{actorName(actor)}</span> · {sentence(type)}
                </div>
                <time className={classes.quiet} dateTime={at}>
                  {dateTime(at)}
                </time>
              </li>
            ))}
          </ol>
          {log.hasNextPage && (
            <div>
              <Button variant="default" loading={log.isFetchingNextPage} onClick={() => log.fetchNextPage()}>
                {t('settings.activity.more')}
              </Button>
            </div>
          )}
        </Section>
      )}
    </>
  )
}
