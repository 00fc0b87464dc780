import { Skeleton } from '@mantine/core'
import { IconArrowsExchange, IconClockHeart, IconPigMoney, IconRoute, IconStars, IconTicket } from '@tabler/icons-react'
import { type ComponentType, lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import classes from './value.module.css'

/** Every kind of value with its page, loaded when it is first opened. */
const KINDS = [
  { kind: 'vouchers', Icon: IconTicket, Page: lazy(() => import('./vouchers.tsx')) },
  { kind: 'credit', Icon: IconArrowsExchange, Page: lazy(() => import('./credit.tsx')) },
  { kind: 'points', Icon: IconStars, Page: lazy(() => import('./points.tsx')) },
  { kind: 'hours', Icon: IconClockHeart, Page: lazy(() => import('./hours.tsx')) },
  { kind: 'budgets', Icon: IconPigMoney, Page: lazy(() => import('./budgets.tsx')) },
  { kind: 'levies', Icon: IconRoute, Page: lazy(() => import('./levies.tsx')) },
] as const

/** One thing of a kind. */
const DETAILS: Partial<Record<string, ComponentType<{ id: string }>>> = {
  budgets: lazy(async () => ({ default: (await import('./budget.tsx')).BudgetPage })),
  levies: lazy(async () => ({ default: (await import('./levy-path.tsx')).LevyPath })),
}

/** Value that is not money on a bank account: one page for each kind, and this one, which leads to them. */
export function Component() {
  const { kind = '', id } = useParams()
  const known = KINDS.find((one) => one.kind === kind)
  const Detail = DETAILS[kind]
  if (!known) return <AllKinds />
  return <Suspense fallback={<Waiting />}>{id !== undefined && Detail ? <Detail key={id} id={id} /> : <known.Page />}</Suspense>
}

function Waiting() {
  return (
    <PageFrame>
      <Skeleton height={320} aria-hidden="true" />
    </PageFrame>
  )
}

function AllKinds() {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  return (
    <PageFrame>
      <PageHead title={t('value.title')} answer={t('value.why')} />
      <ul className={classes.kinds}>
        {KINDS.map(({ kind, Icon }) => (
          <li key={kind}>
            <Link to={paths.value(id, kind)} className={`tutti-card ${classes.kind}`}>
              <h2>
                <Icon size={20} aria-hidden="true" />
                {t(`value.${kind}.title`)}
              </h2>
              <span className={classes.quiet}>{t(`value.${kind}.short`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </PageFrame>
  )
}
