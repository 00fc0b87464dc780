import { Button, Group, Select, Skeleton, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconReceipt } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { PartyPicker } from '../../data/party-picker.tsx'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { type SaleSummary, useRules, useSales, type Wanted } from './queries.ts'
import classes from './sales.module.css'
import { useAmounts } from './use-amounts.ts'

const PAUSE_MS = 250
const FILTERS = ['from', 'until', 'ruleId', 'partyId', 'importId', 'reference'] as const

/** What was sold, the newest day first. To a member what concerns the own organisation. */
export function Component() {
  const { t } = useTranslation()
  const { role } = useEcosystem()
  if (role !== 'viewer') return <Sales />
  return (
    <PageFrame>
      <PageHead title={t('sales.title')} answer={t('sales.notForViewers')} />
    </PageFrame>
  )
}

function Sales() {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const mayWrite = useMayWrite()
  const [query, setQuery] = useSearchParams()
  const wanted: Wanted = Object.fromEntries(FILTERS.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : [])))
  const [asked] = useDebouncedValue(wanted, PAUSE_MS)
  const sales = useSales(asked)
  const isFiltered = Object.keys(wanted).length > 0
  const isEmpty = sales.data?.pages[0]?.items.length === 0 && !isFiltered
  const choose = (name: keyof Wanted, value: string | null) =>
    setQuery(
      (before) => {
        const next = new URLSearchParams(before)
        if (value) next.set(name, value)
        else next.delete(name)
        return next
      },
      { replace: true },
    )
  const enter = (
    <Button component={Link} to={paths.newSale(id)}>
      {t('sales.new')}
    </Button>
  )
  return (
    <PageFrame>
      <PageHead
        title={t('sales.title')}
        answer={t(mayWrite ? 'sales.why' : 'sales.ownWhy')}
        action={
          mayWrite && (
            <Group gap="xs">
              <Button component={Link} to={paths.saleImport(id)} variant="default">
                {t('sales.import.title')}
              </Button>
              {!isEmpty && enter}
            </Group>
          )
        }
      />
      {isEmpty ? (
        <EmptyState
          icon={<IconReceipt size={30} aria-hidden="true" />}
          title={t('sales.empty.title')}
          why={t(mayWrite ? 'sales.empty.why' : 'sales.empty.ownWhy')}
          example={t('sales.empty.example')}
          {...(mayWrite && { action: enter })}
        />
      ) : (
        <section className={`tutti-card ${classes.part}`}>
          <Filters wanted={wanted} choose={choose} />
          <List sales={sales} />
        </section>
      )}
    </PageFrame>
  )
}

function List({ sales }: { sales: ReturnType<typeof useSales> }) {
  const { t } = useTranslation()
  const items = sales.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      {sales.isPending && <Skeleton height={200} aria-hidden="true" />}
      {sales.isError && <Failure error={sales.error} again={() => sales.refetch()} />}
      {sales.isSuccess && items.length === 0 && <p className={classes.quiet}>{t('sales.none')}</p>}
      <ul className={classes.list}>
        {items.map((sale) => (
          <SaleRow key={sale.id} sale={sale} />
        ))}
      </ul>
      {sales.hasNextPage && (
        <Button variant="default" loading={sales.isFetchingNextPage} onClick={() => sales.fetchNextPage()}>
          {t('sales.more')}
        </Button>
      )}
    </>
  )
}

type FilterProps = { wanted: Wanted; choose: (name: keyof Wanted, value: string | null) => void }

function Filters({ wanted, choose }: FilterProps) {
  const { t } = useTranslation()
  const mayWrite = useMayWrite()
  const day = (name: 'from' | 'until') => (
    <TextInput
      type="date"
      label={t(`sales.${name}`)}
      value={wanted[name] ?? ''}
      onChange={(event) => choose(name, event.currentTarget.value)}
    />
  )
  return (
    <div className={classes.filters}>
      {day('from')}
      {day('until')}
      <TextInput
        label={t('sales.reference')}
        maxLength={120}
        value={wanted.reference ?? ''}
        onChange={(event) => choose('reference', event.currentTarget.value)}
      />
      {mayWrite && <RuleFilter value={wanted.ruleId ?? null} onChange={(ruleId) => choose('ruleId', ruleId)} />}
      {mayWrite && (
        <PartyPicker label={t('sales.party')} value={wanted.partyId ?? null} onChange={(partyId) => choose('partyId', partyId)} clearable />
      )}
      {wanted.importId !== undefined && (
        <Button variant="default" onClick={() => choose('importId', null)}>
          {t('sales.allFiles')}
        </Button>
      )}
    </div>
  )
}

function RuleFilter({ value, onChange }: { value: string | null; onChange: (ruleId: string | null) => void }) {
  const { t } = useTranslation()
  const rules = useRules()
  const data = (rules.data ?? []).map(({ id, name }) => ({ value: id, label: name }))
  return <Select label={t('sales.rule')} placeholder={t('sales.allRules')} data={data} value={value} onChange={onChange} clearable />
}

function SaleRow({ sale }: { sale: SaleSummary }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const { amount, date } = useAmounts(sale.asset)
  const { reference, day, ruleName, gross, refunded, own, isUndone } = sale
  const shown = own ?? gross ?? '0'
  return (
    <li className={classes.row}>
      <Link to={paths.sale(ecosystemId, sale.id)} className={classes.name ?? ''}>
        {reference.startsWith('row ') ? t('sales.nameless', { day: date(day) }) : reference}
      </Link>
      <span className={`${classes.figures} ${isUndone ? classes.struck : ''}`}>{amount(shown)}</span>
      <span className={classes.small}>
        {date(day)} · {ruleName}
      </span>
      <span className={`${classes.small} ${classes.figures}`}>
        {isUndone ? t('sales.undone') : refunded && refunded !== '0' ? t('sales.refunded', { amount: amount(refunded) }) : ''}
      </span>
    </li>
  )
}
