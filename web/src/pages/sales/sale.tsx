import { Button, Group, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { percentOf } from './amounts.ts'
import { type Sale, useSale } from './queries.ts'
import { RefundForm } from './refund-form.tsx'
import { SaleFacts } from './sale-facts.tsx'
import { SaleLines } from './sale-lines.tsx'
import classes from './sales.module.css'
import { useAmounts } from './use-amounts.ts'

/** One sale: who got what of it and why, to the cent, and what was given back. */
export function Component() {
  const { t } = useTranslation()
  const { saleId = '' } = useParams()
  const sale = useSale(saleId)
  return (
    <PageFrame>
      {sale.isPending && (
        <>
          <PageHead title={t('sales.sale')} />
          <Skeleton height={320} aria-hidden="true" />
        </>
      )}
      {sale.isError && <Failure error={sale.error} again={() => sale.refetch()} />}
      {sale.data && <SaleView sale={sale.data} />}
    </PageFrame>
  )
}

function SaleView({ sale }: { sale: Sale }) {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const mayWrite = useMayWrite()
  const [isRefunding, setRefunding] = useState(false)
  const { amount, date } = useAmounts(sale.asset)
  const isLeft = sale.gross !== null && BigInt(sale.gross) > BigInt(sale.refunded ?? '0')
  const title = sale.reference.startsWith('row ') ? t('sales.nameless', { day: date(sale.day) }) : sale.reference
  return (
    <>
      <PageHead
        title={title}
        answer={
          sale.gross === null
            ? t('sales.answer.own', { amount: amount(sale.own ?? '0'), day: date(sale.day) })
            : t('sales.answer.whole', { amount: amount(sale.gross), day: date(sale.day), rule: sale.ruleName, number: sale.versionNumber })
        }
        action={
          <Group gap="xs">
            <Button component={Link} to={paths.sales(id)} variant="default">
              {t('sales.toAll')}
            </Button>
            {mayWrite && isLeft && <Button onClick={() => setRefunding(true)}>{t('sales.refund.open')}</Button>}
          </Group>
        }
      />
      <div className={classes.stack}>
        {sale.isUndone && <p className={classes.quiet}>{t('sales.undoneWhy')}</p>}
        <SaleLines sale={sale} />
        <Remarks sale={sale} />
        {sale.refunds.length > 0 && <Refunds sale={sale} />}
        <SaleFacts sale={sale} />
        {sale.gross !== null && <Prices sale={sale} />}
      </div>
      {isRefunding && <RefundForm sale={sale} onEnd={() => setRefunding(false)} />}
    </>
  )
}

/** What was cut short, and which steps took nothing. */
function Remarks({ sale: { asset, clips, skips } }: { sale: Sale }) {
  const { t } = useTranslation()
  const { exactly } = useAmounts(asset)
  if (clips.length + skips.length === 0) return null
  return (
    <section className={`tutti-card ${classes.part}`}>
      <h2>{t('sales.remarks')}</h2>
      <ul className={classes.list}>
        {clips.map(({ step, sentence, why, wanted, taken }) => (
          <li key={`${step} ${why}`} className={classes.row}>
            <span>{sentence}</span>
            <p className={classes.why}>{t(`sales.clip.${why}`, { wanted: exactly(wanted), taken: exactly(taken) })}</p>
          </li>
        ))}
        {skips.map(({ step, sentence, why }) => (
          <li key={step} className={classes.row}>
            <span>{sentence}</span>
            <p className={classes.why}>{t(`sales.skip.${why}`)}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Refunds({ sale }: { sale: Sale }) {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const { amount, date } = useAmounts(sale.asset)
  const names = new Map(sale.lines.map(({ n, name }) => [n, name]))
  return (
    <section className={`tutti-card ${classes.part}`}>
      <h2>{t('sales.refunds')}</h2>
      <ul className={classes.list}>
        {sale.refunds.map((refund) => (
          <li key={refund.id} className={classes.row}>
            {refund.transactionId === null ? (
              <span className={classes.name}>{refund.reason ?? t('sales.refundOn', { day: date(refund.day) })}</span>
            ) : (
              <Link to={paths.moneyTransaction(id, refund.transactionId)} className={classes.name ?? ''}>
                {refund.reason ?? t('sales.refundOn', { day: date(refund.day) })}
              </Link>
            )}
            <span className={classes.figures}>{refund.amount !== null && amount(refund.amount)}</span>
            <p className={classes.why}>
              {date(refund.day)}
              {refund.bookedOn !== refund.day && ` · ${t('sales.bookedOn', { day: date(refund.bookedOn) })}`}
              {refund.lines.map(({ n, amount: part, wasHeld }) => (
                <span key={n}>
                  {' · '}
                  {names.get(n)} {amount(part)}
                  {wasHeld && ` (${t('sales.wasHeld')})`}
                </span>
              ))}
              {refund.vat.map((line) => (
                <span key={line.rate + line.country}>{` · ${t('sales.tax', { percent: percentOf(line.rate) })} ${amount(line.vat)}`}</span>
              ))}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Prices({ sale }: { sale: Sale }) {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const { amount, date, dateTime } = useAmounts(sale.asset)
  const { gross, net, vat, collectedBy, bookedOn, day, source, recordedAt, recordedBy } = sale
  return (
    <section className={`tutti-card ${classes.part}`}>
      <h2>{t('sales.price')}</h2>
      <dl className={classes.facts}>
        <dt>{t('sales.gross')}</dt>
        <dd>{amount(gross ?? '0')}</dd>
        <dt>{t('sales.net')}</dt>
        <dd>{amount(net ?? '0')}</dd>
        {vat.map((line) => (
          <Tax
            key={line.rate + line.country}
            label={`${t('sales.tax', { percent: percentOf(line.rate) })}, ${line.country}`}
            value={amount(line.vat)}
          />
        ))}
        <dt>{t('sales.collectedBy')}</dt>
        <dd>
          {collectedBy === null ? t('sales.ecosystem') : <Link to={paths.organisation(id, collectedBy.partyId)}>{collectedBy.name}</Link>}
        </dd>
        {bookedOn !== day && <Tax label={t('sales.booked')} value={t('sales.late', { day: date(day), booked: date(bookedOn) })} />}
        <dt>{t('sales.recorded')}</dt>
        <dd>
          {recordedBy === null
            ? t('sales.recordedFrom', { moment: dateTime(recordedAt), source })
            : t('sales.recordedBy', { moment: dateTime(recordedAt), name: recordedBy })}{' '}
          <Link to={paths.moneyTransaction(id, sale.transactionId)}>{t('sales.toBooking')}</Link>
        </dd>
      </dl>
    </section>
  )
}

function Tax({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  )
}
