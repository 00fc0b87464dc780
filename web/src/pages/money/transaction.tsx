import { Button, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearchParams } from 'react-router'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import classes from './money.module.css'
import { type Entry, type Origin, type Transaction, useOrigin, useTransaction } from './queries.ts'
import { ReversalForm } from './reversal-form.tsx'
import { noteOf, shareOf, textIn } from './share.ts'
import { ShareWords } from './share-words.tsx'
import { ToMoney } from './to-money.tsx'
import { useMoneyWords } from './use-words.ts'

/** One booking: what moved, and where each cent came from. `?n=` is the line one came from. */
export function Component() {
  const { t } = useTranslation()
  const { transactionId = '' } = useParams()
  const transaction = useTransaction(transactionId)
  const { kind } = useMoneyWords()
  const { data } = transaction
  const reference = data && (textIn(data.explanation, 'reference') ?? noteOf(data.explanation))
  const title = data && (reference === undefined ? kind(data.kind) : `${kind(data.kind)}: ${reference}`)
  return (
    <PageFrame>
      <PageHead title={title ?? t('money.transaction.title')} answer={data && <Answer transaction={data} />} action={<ToMoney />} />
      {transaction.isPending && <Skeleton height={240} aria-hidden="true" />}
      {transaction.isError && <Failure error={transaction.error} again={() => transaction.refetch()} />}
      {data && <Whole transaction={data} />}
    </PageFrame>
  )
}

function Answer({ transaction: { effectiveOn, meantFor, bookedAt, bookedBy } }: { transaction: Transaction }) {
  const { t } = useTranslation()
  const { date, dateTime } = useMoneyWords()
  return (
    <>
      {t('money.transaction.counts', { day: date(effectiveOn) })} {meantFor !== null && <>{t('money.late', { day: date(meantFor) })} </>}
      {bookedBy === null
        ? t('money.transaction.booked', { moment: dateTime(bookedAt) })
        : t('money.transaction.bookedBy', { moment: dateTime(bookedAt), name: bookedBy })}
    </>
  )
}

function Whole({ transaction }: { transaction: Transaction }) {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const mayWrite = useMayWrite()
  const [query] = useSearchParams()
  const [isReversing, setReversing] = useState(false)
  const origin = useOrigin(transaction.id)
  const chosen = Number(query.get('n'))
  const sale = textIn(transaction.explanation, 'sale')
  const isLeft = transaction.entries.some(({ amount, reversed }) => BigInt(reversed) < BigInt(amount))
  return (
    <div className={classes.stack}>
      <Undone transaction={transaction} />
      <section className={`tutti-card ${classes.part}`}>
        <h2>{t('money.transaction.moved')}</h2>
        <ul className={classes.list}>
          {transaction.entries.map((entry) => (
            <EntryRow key={entry.n} entry={entry} isChosen={entry.n === chosen} origin={origin.data} />
          ))}
        </ul>
        {sale !== undefined && (
          <p className={classes.hint}>
            <Link to={paths.sale(id, sale)}>{t('money.transaction.toSale')}</Link>
            {mayWrite && <span className={classes.quiet}>{t('money.transaction.ofSale')}</span>}
          </p>
        )}
        {transaction.isByHand && mayWrite && transaction.reverses === null && isLeft && (
          <div className={classes.foot}>
            <Button variant="default" onClick={() => setReversing(true)}>
              {t('money.reversal.open')}
            </Button>
          </div>
        )}
      </section>
      {origin.data?.rule && (
        <section className={`tutti-card ${classes.part}`}>
          <h2>{t('money.transaction.rule', { name: origin.data.rule.ruleName, number: origin.data.rule.number })}</h2>
          {origin.data.rule.steps.length > 0 && (
            <>
              <ol className={classes.sentences}>
                {origin.data.rule.steps.map((step) => (
                  <li key={step.id}>{step.sentence}</li>
                ))}
              </ol>
              <Link to={paths.sharingRule(id, origin.data.rule.ruleId)}>{t('money.transaction.toRule')}</Link>
            </>
          )}
        </section>
      )}
      {isReversing && <ReversalForm transaction={transaction} onEnd={() => setReversing(false)} />}
    </div>
  )
}

/** What undoes it, and what it undoes. */
function Undone({ transaction: { reverses, reversedBy } }: { transaction: Transaction }) {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  if (reverses === null && reversedBy.length === 0) return null
  return (
    <p className={classes.hint}>
      {reverses !== null && <Link to={paths.moneyTransaction(id, reverses)}>{t('money.transaction.reverses')}</Link>}
      {reversedBy.map((reversal, place) => (
        <Link key={reversal} to={paths.moneyTransaction(id, reversal)}>
          {t('money.transaction.reversedBy', { number: place + 1 })}
        </Link>
      ))}
    </p>
  )
}

function EntryRow({ entry, isChosen, origin }: { entry: Entry; isChosen: boolean; origin: Origin | undefined }) {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const { account, amount } = useMoneyWords()
  const { asset, scale, change, explanation } = entry
  const share = shareOf(explanation)
  const note = noteOf(explanation)
  return (
    <li className={classes.entry} data-chosen={isChosen || undefined}>
      <Link to={paths.moneyAccount(id, entry.accountId)} className={classes.rowName ?? ''}>
        {account(entry)}
      </Link>
      <span className={classes.figures}>
        {change.startsWith('-') ? '' : '+'}
        {amount(change, asset, scale)}
        <small>{t('money.transaction.after', { amount: amount(entry.balanceAfter, asset, scale) })}</small>
      </span>
      {share !== undefined && <ShareWords share={share} entry={entry} rule={origin?.rule ?? null} />}
      {note !== undefined && <p className={classes.why}>{note}</p>}
      {entry.reversed !== '0' && (
        <p className={classes.why}>{t('money.transaction.gone', { amount: amount(entry.reversed, asset, scale) })}</p>
      )}
    </li>
  )
}
