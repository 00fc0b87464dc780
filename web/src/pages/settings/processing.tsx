import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { download } from '../../ui/download.ts'
import { useFormats } from '../../ui/format.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

type ProcessingRecord = components['schemas']['ProcessingRecord']
type Activity = ProcessingRecord['activities'][number]

/** The record of processing activities, as of this moment and in the language of the reader. */
export function Component() {
  const { t, i18n } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const locale = i18n.language === 'de' ? 'de' : 'en'
  const record = useQuery({
    queryKey: ['processing-record', ecosystemId, locale],
    queryFn: () =>
      answer(api.GET('/api/ecosystems/{ecosystemId}/processing-record', { params: { path: { ecosystemId }, query: { locale } } })),
    staleTime: 0,
  })
  const { data } = record
  const take = () => data && download(new Blob([data.text], { type: 'text/markdown' }), `${t('processing.file')}.md`)
  return (
    <>
      <PageHead
        title={t('processing.title')}
        answer={t('processing.answer')}
        action={data && <Button onClick={take}>{t('processing.take')}</Button>}
      />
      {record.isError && <Failure error={record.error} again={() => record.refetch()} />}
      {data?.activities.map((activity) => (
        <Section key={activity.key} title={activity.name} lead={activity.purpose}>
          <Details activity={activity} />
        </Section>
      ))}
    </>
  )
}

function Details({ activity: { people, basis, retention, data, access, recipients } }: { activity: Activity }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const stored = data.map(({ table, rows, columns }) => `${table} (${t('processing.rows', { count: rows, number: number(rows) })}): ${columns.join(', ')}`) // biome-ignore format: one line reads better
  const lines: [string, readonly string[]][] = [
    [t('processing.people'), [people]],
    [t('processing.basis'), [basis]],
    [t('processing.stored'), stored],
    [t('processing.access'), access],
    [t('processing.recipients'), recipients.length > 0 ? recipients : [t('processing.nobody')]],
    [t('processing.retention'), [retention]],
  ]
  return (
    <ul className={classes.list}>
      {lines
        .filter(([, items]) => items.length > 0)
        .map(([name, items]) => (
          <li key={name}>
            <div className={classes.what}>
              <div className={classes.name}>{name}</div>
              {items.map((item) => (
                <p key={item} className={classes.lead}>
                  {item}
                </p>
              ))}
            </div>
          </li>
        ))}
    </ul>
  )
}
