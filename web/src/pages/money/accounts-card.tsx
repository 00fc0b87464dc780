import { Button, Select, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import classes from './money.module.css'
import { type Account, type Totals, useAccounts } from './queries.ts'
import { useMoneyWords } from './use-words.ts'

type Props = { title: string; owner: 'ecosystem' | 'organisations'; empty: string; totals?: Totals }

/** Accounts with what is on them, the most first; each opens. With `totals` they can be narrowed to one purpose. */
export function AccountsCard({ title, owner, empty, totals }: Props) {
  const { t } = useTranslation()
  const { purpose: purposeName, isReady } = useMoneyWords()
  const [purpose, setPurpose] = useState<string | null>(null)
  const accounts = useAccounts({ owner, ...(purpose !== null && { purpose }) })
  const items = isReady ? (accounts.data?.pages.flatMap((page) => page.items) ?? []) : []
  const purposes = [...new Set(totals?.items.filter(({ ownedBy }) => ownedBy === owner).map((one) => one.purpose))]
  return (
    <section className={`tutti-card ${classes.part}`}>
      <div className={classes.partHead}>
        <h2>{title}</h2>
        {purposes.length > 1 && (
          <Select
            aria-label={t('money.narrow')}
            placeholder={t('money.allPurposes')}
            data={purposes.map((value) => ({ value, label: purposeName(value) }))}
            value={purpose}
            onChange={setPurpose}
            clearable
            size="xs"
          />
        )}
      </div>
      {(accounts.isPending || !isReady) && <Skeleton height={120} aria-hidden="true" />}
      {accounts.isError && <Failure error={accounts.error} again={() => accounts.refetch()} />}
      {accounts.isSuccess && isReady && items.length === 0 && <p className={classes.quiet}>{empty}</p>}
      <ul className={classes.list}>
        {items.map((account) => (
          <AccountRow key={account.id} account={account} />
        ))}
      </ul>
      {accounts.hasNextPage && (
        <Button variant="default" loading={accounts.isFetchingNextPage} onClick={() => accounts.fetchNextPage()}>
          {t('money.more')}
        </Button>
      )}
    </section>
  )
}

function AccountRow({ account }: { account: Account }) {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const { account: name, amount } = useMoneyWords()
  const { asset, scale, balance, held, purpose } = account
  const shown = purpose === 'payable' && balance.startsWith('-') ? balance.slice(1) : balance
  return (
    <li className={classes.row}>
      <Link to={paths.moneyAccount(id, account.id)} className={classes.rowName ?? ''}>
        {name(account)}
      </Link>
      <span className={classes.figures}>
        {amount(shown, asset, scale)}
        {held !== '0' && <small>{t('money.onTheWay', { amount: amount(held, asset, scale) })}</small>}
      </span>
    </li>
  )
}
