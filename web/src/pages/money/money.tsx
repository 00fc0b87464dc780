import { Skeleton } from '@mantine/core'
import { IconCoins } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { AccountsCard } from './accounts-card.tsx'
import { Doors } from './doors.tsx'
import { FlowsCard } from './flows.tsx'
import classes from './money.module.css'
import { type Totals, useTotals } from './queries.ts'
import { useMoneyWords } from './use-words.ts'

/** What there is, who is owed what, and where it went. To a member, the own organisation's accounts. */
export function Component() {
  const { t } = useTranslation()
  const { role } = useEcosystem()
  const mayWrite = useMayWrite()
  if (mayWrite) return <AllMoney />
  return (
    <PageFrame>
      <PageHead title={t('money.title')} answer={t(role === 'member' ? 'money.ownWhy' : 'money.notForViewers')} />
      {role === 'member' && (
        <>
          <Doors />
          <AccountsCard title={t('money.ownAccounts')} owner="organisations" empty={t('money.noOwnAccounts')} />
        </>
      )}
    </PageFrame>
  )
}

function AllMoney() {
  const { t } = useTranslation()
  const totals = useTotals(true)
  const isEmpty = totals.data?.items.length === 0
  return (
    <PageFrame>
      <PageHead title={t('money.title')} answer={totals.data && !isEmpty ? <Answer totals={totals.data} /> : t('money.why')} />
      <Doors />
      {totals.isPending && <Skeleton height={220} aria-hidden="true" />}
      {totals.isError && <Failure error={totals.error} again={() => totals.refetch()} />}
      {isEmpty && (
        <EmptyState
          icon={<IconCoins size={30} aria-hidden="true" />}
          title={t('money.empty.title')}
          why={t('money.empty.why')}
          example={t('money.empty.example')}
        />
      )}
      {totals.data && !isEmpty && (
        <div className={classes.stack}>
          <div className={classes.columns}>
            <AccountsCard title={t('money.ecosystem')} owner="ecosystem" empty={t('money.noAccounts')} />
            <AccountsCard title={t('money.organisations')} owner="organisations" empty={t('money.noAccounts')} totals={totals.data} />
          </div>
          <FlowsCard assets={[...new Set(totals.data.items.map(({ asset }) => asset))]} />
        </div>
      )}
    </PageFrame>
  )
}

/** What is in the bank and who is owed how much of it, in the asset most accounts are in. */
function Answer({ totals: { items } }: { totals: Totals }) {
  const { t } = useTranslation()
  const { amount } = useMoneyWords()
  const bank = items.find(({ ownedBy, purpose }) => ownedBy === 'ecosystem' && purpose === 'bank')
  const asset = bank?.asset ?? items[0]!.asset
  const scale = bank?.scale ?? items[0]!.scale
  const payable = items.find((one) => one.ownedBy === 'organisations' && one.purpose === 'payable' && one.asset === asset)
  const shown = (minor: string | undefined) => amount(minor ?? '0', asset, scale)
  const owing = payable === undefined ? 0 : payable.accounts - payable.belowZero
  const held = bank === undefined ? '0' : String(BigInt(bank.above) - BigInt(bank.below))
  return (
    <>
      {t('money.answer.bank', { amount: shown(held) })}{' '}
      {owing === 0 ? t('money.answer.nobody') : t('money.answer.owed', { count: owing, amount: shown(payable?.above) })}
      {payable !== undefined && payable.belowZero > 0 && (
        <> {t('money.answer.owing', { count: payable.belowZero, amount: shown(payable.below) })}</>
      )}
    </>
  )
}
