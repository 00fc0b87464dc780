import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import { Sparkline } from '../../ui/figure.tsx'
import { useFormats } from '../../ui/format.ts'
import classes from './insight.module.css'
import type { History } from './words.ts'

type Moment = History['items'][number]

/** How the whole became what it is: the first reading beside the last, and the course between them. Nothing where it cannot be had. */
export function Growth() {
  const { t } = useTranslation()
  const { date, number, percent } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const { data } = useQuery({
    queryKey: ['insight', ecosystemId, 'history'],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/insight/history', { params: { path: { ecosystemId } } })),
  })
  const [first, last] = [data?.items[0], data?.items.at(-1)]
  if (!data || !first || !last) return null
  const rows = [
    { key: 'parties', of: ({ parties }: Moment) => parties, say: number },
    { key: 'ties', of: ({ ties }: Moment) => ties, say: number },
    { key: 'largest', of: ({ largest, parties }: Moment) => (parties === 0 ? 0 : largest / parties), say: percent },
    { key: 'fragmentation', of: ({ fragmentation }: Moment) => fragmentation, say: percent },
  ]
  const words = (now: string, then: string) => t(now === then ? 'insight.growth.same' : 'insight.growth.was', { now, then })
  return (
    <section className={`tutti-card ${classes.growthCard}`} aria-label={t('insight.growth.label')}>
      <Title order={2} size="h4">
        {t('insight.growth.label')}
      </Title>
      {first === last ? (
        <p className={classes.note}>{t('insight.growth.first')}</p>
      ) : (
        <>
          <p className={classes.note}>{t('insight.growth.since', { date: date(first.at) })}</p>
          <dl className={classes.growth}>
            {rows.map(({ key, of, say }) => (
              <div key={key}>
                <dt>{t(`insight.growth.${key}`)}</dt>
                <dd>{words(say(of(last)), say(of(first)))}</dd>
                <Sparkline values={data.items.map(of)} />
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  )
}
