import { Button, Skeleton, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearchParams } from 'react-router'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import classes from './money.module.css'
import { type Account, type Posting, useAccount, usePostings } from './queries.ts'
import { ToMoney } from './to-money.tsx'
import { useMoneyWords } from './use-words.ts'

/** One account: what is on it, and everything that was booked on it, the newest first. */
export function Component() {
  const { t } = useTranslation()
  const { accountId = '' } = useParams()
  const account = useAccount(accountId)
  const { account: name } = useMoneyWords()
  const { id } = useEcosystem()
  const mayWrite = useMayWrite()
  return (
    <PageFrame>
      <PageHead
        title={account.data ? name(account.data) : t('money.account.title')}
        answer={account.data && <Answer account={account.data} />}
        action={
          <>
            {mayWrite && account.data && (
              <Button component={Link} to={paths.moneyPlan(id, `in account:${accountId}`, account.data.asset)} variant="default">
                {t('money.account.plan')}
              </Button>
            )}
            <ToMoney />
          </>
        }
      />
      {account.isPending && <Skeleton height={240} aria-hidden="true" />}
      {account.isError && <Failure error={account.error} again={() => account.refetch()} />}
      {account.data && <Postings account={account.data} />}
    </PageFrame>
  )
}

function Answer({ account }: { account: Account }) {
  const { t } = useTranslation()
  const { amount, number } = useMoneyWords()
  const { asset, scale, balance, held, minimum, maximum, entries } = account
  const shown = (minor: string) => amount(minor, asset, scale)
  return (
    <>
      {t('money.account.balance', { count: entries, number: number(entries), amount: shown(balance) })}
      {held !== '0' && <> {t('money.account.held', { amount: shown(held) })}</>}
      {minimum !== null && <> {t('money.account.minimum', { amount: shown(minimum) })}</>}
      {maximum !== null && <> {t('money.account.maximum', { amount: shown(maximum) })}</>}
    </>
  )
}

function Postings({ account }: { account: Account }) {
  const { t } = useTranslation()
  const [query, setQuery] = useSearchParams()
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? '']
  const postings = usePostings(account.id, { ...(from !== '' && { from }), ...(to !== '' && { to }) })
  const items = postings.data?.pages.flatMap((page) => page.items) ?? []
  const choose = (name: 'from' | 'to', day: string) =>
    setQuery(
      (before) => {
        const next = new URLSearchParams(before)
        if (day === '') next.delete(name)
        else next.set(name, day)
        return next
      },
      { replace: true },
    )
  return (
    <section className={`tutti-card ${classes.part}`}>
      <div className={classes.partHead}>
        <h2>{t('money.account.postings')}</h2>
        <div className={classes.days}>
          <TextInput
            type="date"
            size="xs"
            label={t('money.from')}
            value={from}
            onChange={(event) => choose('from', event.currentTarget.value)}
          />
          <TextInput type="date" size="xs" label={t('money.to')} value={to} onChange={(event) => choose('to', event.currentTarget.value)} />
        </div>
      </div>
      {postings.isPending && <Skeleton height={160} aria-hidden="true" />}
      {postings.isError && <Failure error={postings.error} again={() => postings.refetch()} />}
      {postings.isSuccess && items.length === 0 && <p className={classes.quiet}>{t('money.account.none')}</p>}
      {items.length > 0 && (
        <table className={classes.table}>
          <caption className="tutti-visually-hidden">{t('money.account.postings')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('money.account.day')}</th>
              <th scope="col">{t('money.account.what')}</th>
              <th scope="col" className={classes.right}>
                {t('money.account.change')}
              </th>
              <th scope="col" className={classes.right}>
                {t('money.account.after')}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((posting) => (
              <PostingRow key={posting.sequence} posting={posting} account={account} />
            ))}
          </tbody>
        </table>
      )}
      {postings.hasNextPage && (
        <Button variant="default" loading={postings.isFetchingNextPage} onClick={() => postings.fetchNextPage()}>
          {t('money.older')}
        </Button>
      )}
    </section>
  )
}

function PostingRow({ posting, account: { asset, scale } }: { posting: Posting; account: Account }) {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const { amount, date, kind } = useMoneyWords()
  const { change } = posting
  return (
    <tr>
      <td>{date(posting.effectiveOn)}</td>
      <th scope="row">
        <Link to={paths.moneyTransaction(id, posting.transactionId, posting.n)}>
          {posting.reference === null ? kind(posting.kind) : `${kind(posting.kind)}: ${posting.reference}`}
        </Link>
        {posting.meantFor !== null && <small className={classes.note}>{t('money.late', { day: date(posting.meantFor) })}</small>}
      </th>
      <td className={classes.right} data-label={t('money.account.change')}>
        {change.startsWith('-') ? '' : '+'}
        {amount(change, asset, scale)}
      </td>
      <td className={classes.right} data-label={t('money.account.after')}>
        {amount(posting.balanceAfter, asset, scale)}
      </td>
    </tr>
  )
}
