import { Button, Group, Skeleton, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { showDone } from '../../ui/toast.tsx'
import { Lines } from './lines.tsx'
import { useClose, usePreview, useProposal } from './queries.ts'
import classes from './settlement.module.css'
import { Totals } from './totals.tsx'

/** What closing a period would settle, and the button that does. */
export function Component() {
  const { t } = useTranslation()
  const proposal = useProposal(true)
  return (
    <PageFrame>
      <PageHead title={t('settlement.closing.title')} answer={t('settlement.closing.why')} />
      {proposal.isError && <Failure error={proposal.error} again={() => proposal.refetch()} />}
      {proposal.isPending && <Skeleton height={160} aria-hidden="true" />}
      {proposal.data && <Closing proposal={proposal.data} />}
    </PageFrame>
  )
}

type Props = { proposal: NonNullable<ReturnType<typeof useProposal>['data']> }

function Closing({ proposal: { through: proposed, closedThrough, latest } }: Props) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const navigate = useNavigate()
  const [through, setThrough] = useState(proposed ?? latest)
  const preview = usePreview(through)
  const close = useClose()
  const send = () =>
    close.mutate(through, {
      onSuccess: ({ id, number }) => {
        showDone(t('settlement.closing.done', { number }))
        navigate(paths.settlements(ecosystemId, id), { replace: true })
      },
    })
  const isClosed = closedThrough !== null && latest <= closedThrough
  if (isClosed) return <p>{t('settlement.closing.allClosed', { date: date(closedThrough) })}</p>
  return (
    <Stack gap="lg">
      <section className={`tutti-card ${classes.part}`}>
        <div className={classes.fields}>
          <TextInput
            type="date"
            label={t('settlement.closing.through')}
            description={closedThrough === null ? undefined : t('settlement.closing.closed', { date: date(closedThrough) })}
            max={latest}
            value={through}
            onChange={(event) => setThrough(event.currentTarget.value)}
          />
        </div>
        {preview.isError && <Failure error={preview.error} />}
        {preview.isFetching && <Skeleton height={80} aria-hidden="true" />}
        {preview.data && preview.data.totals.length === 0 && <p>{t('settlement.closing.nothing')}</p>}
        {preview.data && <Totals totals={preview.data.totals} />}
        <Group gap="xs" justify="space-between">
          <p className={classes.quiet}>{t('settlement.closing.forGood')}</p>
          <Group gap="xs">
            <Button component={Link} to={paths.settlements(ecosystemId)} variant="default">
              {t('ui.cancel')}
            </Button>
            <Button onClick={send} loading={close.isPending} disabled={!preview.isSuccess}>
              {t('settlement.closing.send', { date: through === '' ? '' : date(through) })}
            </Button>
          </Group>
        </Group>
        {close.isError && <Failure error={close.error} doing="writing" />}
      </section>
      {preview.data && preview.data.items.length > 0 && (
        <>
          <Lines lines={preview.data.items} />
          {preview.data.more > 0 && <p className={classes.quiet}>{t('settlement.closing.more', { count: preview.data.more })}</p>}
        </>
      )}
    </Stack>
  )
}
