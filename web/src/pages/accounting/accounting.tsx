import { Button, Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import classes from './accounting.module.css'
import { HandOver } from './hand-over.tsx'
import { NumbersForm } from './numbers-form.tsx'
import { type Handed, type Period, useHanded, usePeriods, useSettings } from './queries.ts'

/** How the books go to an accountant: which days, under which numbers, and what has gone there before. */
export function Component() {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const mayWrite = useMayWrite()
  return (
    <PageFrame>
      <PageHead
        title={t('accounting.title')}
        answer={mayWrite ? <Answer /> : t('accounting.coordinatorsOnly')}
        action={
          <Button component={Link} to={mayWrite ? paths.statements(id) : paths.money(id)} variant="default">
            {t(mayWrite ? 'accounting.toStatements' : 'accounting.toMoney')}
          </Button>
        }
      />
      {mayWrite && <Accounting />}
    </PageFrame>
  )
}

/** Whether the last closed period has gone to the accountant. */
function Answer() {
  const { t } = useTranslation()
  const { date } = useFormats()
  const last = usePeriods().data?.pages[0]?.items[0]
  if (last === undefined) return <>{t('accounting.why')}</>
  const day = date(last.through)
  return <>{t(last.exports.length === 0 ? 'accounting.lastOpen' : 'accounting.lastDone', { day })}</>
}

function Accounting() {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const periods = usePeriods()
  const settings = useSettings()
  const items = periods.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className={classes.stack}>
      {periods.isPending && <Skeleton height={200} aria-hidden="true" />}
      {periods.isError && <Failure error={periods.error} again={() => periods.refetch()} />}
      {periods.isSuccess && items.length === 0 && (
        <EmptyState
          title={t('accounting.empty.title')}
          why={t('accounting.empty.why')}
          example={t('accounting.empty.example')}
          action={
            <Button component={Link} to={paths.settlements(id, 'new')}>
              {t('accounting.empty.close')}
            </Button>
          }
        />
      )}
      {items.length > 0 && (
        <div className={classes.columns}>
          <HandOver periods={items} />
          <section className={`tutti-card ${classes.part}`}>
            <h2>{t('accounting.periods')}</h2>
            <ul className={classes.list}>
              {items.map((period) => (
                <PeriodRow key={period.number} period={period} />
              ))}
            </ul>
            {periods.hasNextPage && (
              <Button variant="default" loading={periods.isFetchingNextPage} onClick={() => periods.fetchNextPage()}>
                {t('accounting.older')}
              </Button>
            )}
          </section>
        </div>
      )}
      {settings.isError && <Failure error={settings.error} again={() => settings.refetch()} />}
      {settings.data && <NumbersForm settings={settings.data} />}
      <HandedCard />
    </div>
  )
}

function PeriodRow({ period: { from, through, exports } }: { period: Period }) {
  const { t } = useTranslation()
  const { date, dateTime } = useFormats()
  const [newest] = exports
  const days =
    from === null ? t('accounting.until', { day: date(through) }) : t('accounting.between', { from: date(from), through: date(through) })
  return (
    <li className={classes.row}>
      <span className={classes.rowName}>{days}</span>
      <span className={classes.quiet}>
        {newest === undefined
          ? t('accounting.notYet')
          : t('accounting.done', {
              format: t(`accounting.format.${newest.format}`),
              moment: dateTime(newest.madeAt),
              name: newest.madeBy ?? t('accounting.somebody'),
            })}
      </span>
    </li>
  )
}

function HandedCard() {
  const { t } = useTranslation()
  const handed = useHanded()
  const items = handed.data?.pages.flatMap((page) => page.items) ?? []
  if (handed.isError) return <Failure error={handed.error} again={() => handed.refetch()} />
  if (items.length === 0) return null
  return (
    <section className={`tutti-card ${classes.part}`}>
      <div>
        <h2>{t('accounting.handed')}</h2>
        <p className={classes.quiet}>{t('accounting.handedWhy')}</p>
      </div>
      <ul className={classes.list}>
        {items.map((one) => (
          <HandedRow key={one.id} handed={one} />
        ))}
      </ul>
      {handed.hasNextPage && (
        <Button variant="default" loading={handed.isFetchingNextPage} onClick={() => handed.fetchNextPage()}>
          {t('accounting.older')}
        </Button>
      )}
    </section>
  )
}

function HandedRow({ handed }: { handed: Handed }) {
  const { t } = useTranslation()
  const { date, dateTime, number } = useFormats()
  const { format, asset, from, through, transactions, late, hash, madeBy, madeAt } = handed
  return (
    <li className={classes.handed}>
      <span className={classes.rowName}>
        {t(`accounting.format.${format}`)} {asset} · {t('accounting.between', { from: date(from), through: date(through) })}
      </span>
      <span className={classes.quiet}>
        {t('accounting.bookings', { count: transactions, number: number(transactions) })}
        {late > 0 && `, ${t('accounting.late', { count: late, number: number(late) })}`} ·{' '}
        {t('accounting.madeBy', { moment: dateTime(madeAt), name: madeBy ?? t('accounting.somebody') })}
      </span>
      <details>
        <summary>{t('accounting.sum')}</summary>
        <code>{hash}</code>
      </details>
    </li>
  )
}
