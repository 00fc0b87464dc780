import { Badge, Button, Group, Skeleton, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { PartyPicker } from '../../data/party-picker.tsx'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { useBankAccounts } from './queries.ts'
import classes from './settlement.module.css'

/** Where organisations are paid to, and the way to enter or change that. */
export function Component() {
  const { t } = useTranslation()
  const { date } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const navigate = useNavigate()
  const accounts = useBankAccounts()
  const items = accounts.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <PageFrame>
      <PageHead title={t('settlement.accounts.title')} answer={t('settlement.accounts.why')} />
      {accounts.isError && <Failure error={accounts.error} again={() => accounts.refetch()} />}
      {accounts.isPending && <Skeleton height={160} aria-hidden="true" />}
      <Stack gap="lg">
        <section className={`tutti-card ${classes.part}`}>
          <div className={classes.fields}>
            <PartyPicker label={t('settlement.accounts.of')} value={null} onChange={(id) => id !== null && navigate(paths.settlements(ecosystemId, `accounts/${id}`))} />
          </div>
          {accounts.isSuccess && items.length === 0 && <p className={classes.quiet}>{t('settlement.accounts.none')}</p>}
        </section>
        {items.length > 0 && (
          <ul className={classes.list} aria-label={t('settlement.accounts.title')}>
            {items.map(({ partyId, partyName, holder, iban, writtenAt, hasFailed }) => (
              <li key={partyId} className={`tutti-card ${classes.row}`}>
                <div className={classes.rowName}>
                  <Link to={paths.settlements(ecosystemId, `accounts/${partyId}`)}>{partyName ?? t('settlement.line.gone')}</Link>
                  <span className={classes.quiet}>{t('settlement.accounts.since', { date: date(writtenAt) })}</span>
                </div>
                <span className={classes.rowSums}>
                  {holder}, {iban}
                </span>
                {hasFailed && (
                  <Badge color="danger" variant="light">
                    {t('settlement.accounts.failed')}
                  </Badge>
                )}
              </li>
            ))}
          </ul>
        )}
        {accounts.hasNextPage && (
          <Group justify="center">
            <Button variant="default" loading={accounts.isFetchingNextPage} onClick={() => accounts.fetchNextPage()}>
              {t('settlement.more')}
            </Button>
          </Group>
        )}
      </Stack>
    </PageFrame>
  )
} // biome-ignore format: one line reads better
