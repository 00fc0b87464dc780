import { Button, Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { SidePanel } from '../../ui/side-panel.tsx'
import { type Flow, type Flows, useFlowPostings } from './flow-queries.ts'
import classes from './money.module.css'
import type { Period } from './period.ts'
import { useFlowWords } from './use-flow-words.ts'
import { useMoneyWords } from './use-words.ts'

type Props = { flow: Flow; flows: Flows; period: Period; onClose: () => void }

/** What one flow is made of, booking by booking. */
export function FlowPanel({ flow, flows, period, onClose }: Props) {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const { amount, date, kind } = useMoneyWords()
  const words = useFlowWords(flows)
  const postings = useFlowPostings(period, flows.asset, flow)
  const items = postings.data?.pages.flatMap((page) => page.items) ?? []
  const shown = (minor: string) => amount(minor, flows.asset, flows.scale)
  return (
    <SidePanel label={t('money.flows.panel')} onClose={onClose}>
      <div className={classes.stack}>
        <div>
          <h2>{shown(flow.amount)}</h2>
          <p>{words.flow(flow)}</p>
          {words.sentence(flow.middle) !== undefined && <p className={classes.quiet}>{words.sentence(flow.middle)}</p>}
        </div>
        {postings.isPending && <Skeleton height={160} aria-hidden="true" />}
        {postings.isError && <Failure error={postings.error} again={() => postings.refetch()} />}
        <ul className={classes.list}>
          {items.map((item) => (
            <li key={`${item.transactionId} ${item.n}`} className={classes.row}>
              <Link to={paths.moneyTransaction(id, item.transactionId, item.n)} className={classes.rowName ?? ''}>
                {item.reference ?? kind(item.kind)}
              </Link>
              <span className={classes.figures}>
                {shown(item.amount)}
                <small>{date(item.effectiveOn)}</small>
              </span>
            </li>
          ))}
        </ul>
        {postings.hasNextPage && (
          <Button variant="default" loading={postings.isFetchingNextPage} onClick={() => postings.fetchNextPage()}>
            {t('money.older')}
          </Button>
        )}
      </div>
    </SidePanel>
  )
}
