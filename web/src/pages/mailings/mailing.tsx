import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Failure } from '../../failure.tsx'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { Course } from './course.tsx'
import { Draft } from './draft.tsx'
import { useMailing } from './queries.ts'

/** One mailing: as long as it is a draft it is written and checked, from then on one sees how far it is. */
export function Component() {
  const { t } = useTranslation()
  const { mailingId = '' } = useParams()
  const mailing = useMailing(mailingId)
  if (mailing.isError)
    return (
      <PageFrame>
        <PageHead title={t('mailings.title')} />
        <Failure error={mailing.error} again={() => mailing.refetch()} />
      </PageFrame>
    )
  if (mailing.isPending)
    return (
      <PageFrame>
        <PageHead title={t('mailings.title')} />
        <Skeleton height={240} aria-hidden="true" />
      </PageFrame>
    )
  return mailing.data.state === 'draft' ? <Draft key={mailing.data.version} mailing={mailing.data} /> : <Course mailing={mailing.data} />
}
