import { Button, Group, Skeleton } from '@mantine/core'
import { IconReceipt } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { PartyPicker } from '../../data/party-picker.tsx'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { type Heading, type Summary, useRunning, useStatements } from './queries.ts'
import classes from './statements.module.css'
import { useStatementWords } from './use-words.ts'

/** Every statement one may see, the newest first, and the days that are still open. */
export function Component() {
  const { t } = useTranslation()
  const { id, role } = useEcosystem()
  const mayWrite = useMayWrite()
  if (role === 'viewer') {
    return (
      <PageFrame>
        <PageHead title={t('statements.title')} answer={t('statements.notForViewers')} />
      </PageFrame>
    )
  }
  return (
    <PageFrame>
      <PageHead
        title={t('statements.title')}
        answer={t(mayWrite ? 'statements.why' : 'statements.ownWhy')}
        action={
          <Group gap="xs">
            {mayWrite && (
              <Button component={Link} to={paths.accounting(id)} variant="default">
                {t('statements.toAccounting')}
              </Button>
            )}
            <Button component={Link} to={paths.money(id)} variant="default">
              {t('statements.toMoney')}
            </Button>
          </Group>
        }
      />
      <All />
    </PageFrame>
  )
}

function All() {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const mayWrite = useMayWrite()
  const [query, setQuery] = useSearchParams()
  const partyId = query.get('organisation')
  const statements = useStatements(partyId)
  const items = statements.data?.pages.flatMap((page) => page.items) ?? []
  const choose = (value: string | null) => setQuery(value === null ? {} : { organisation: value }, { replace: true })
  return (
    <div className={classes.stack}>
      {mayWrite && (
        <div className={classes.picker}>
          <PartyPicker label={t('statements.organisation')} value={partyId} onChange={choose} clearable />
        </div>
      )}
      <Running partyId={partyId} />
      {statements.isPending && <Skeleton height={200} aria-hidden="true" />}
      {statements.isError && <Failure error={statements.error} again={() => statements.refetch()} />}
      {statements.isSuccess && items.length === 0 && (
        <EmptyState
          icon={<IconReceipt size={30} aria-hidden="true" />}
          title={t('statements.empty.title')}
          why={t('statements.empty.why')}
          example={t('statements.empty.example')}
          action={
            mayWrite && (
              <Button component={Link} to={paths.settlements(id, 'new')}>
                {t('statements.empty.close')}
              </Button>
            )
          }
        />
      )}
      {items.length > 0 && (
        <section className={`tutti-card ${classes.part}`}>
          <h2>{t('statements.made')}</h2>
          <ul className={classes.list}>
            {items.map((statement) => (
              <StatementRow key={statement.id} statement={statement} />
            ))}
          </ul>
          {statements.hasNextPage && (
            <Button variant="default" loading={statements.isFetchingNextPage} onClick={() => statements.fetchNextPage()}>
              {t('statements.older')}
            </Button>
          )}
        </section>
      )}
    </div>
  )
}

function Running({ partyId }: { partyId: string | null }) {
  const { t } = useTranslation()
  const running = useRunning(partyId)
  const items = running.data?.pages.flatMap((page) => page.items) ?? []
  if (running.isError) return <Failure error={running.error} again={() => running.refetch()} />
  if (items.length === 0) return null
  return (
    <section className={`tutti-card ${classes.part}`}>
      <div>
        <h2>{t('statements.open')}</h2>
        <p className={classes.quiet}>{t('statements.openWhy')}</p>
      </div>
      <ul className={classes.chips}>
        {items.map((heading) => (
          <RunningChip key={heading.id} heading={heading} />
        ))}
      </ul>
      {running.hasNextPage && (
        <Button variant="default" loading={running.isFetchingNextPage} onClick={() => running.fetchNextPage()}>
          {t('statements.more')}
        </Button>
      )}
    </section>
  )
}

function RunningChip({ heading }: { heading: Heading }) {
  const { id } = useEcosystem()
  const { name } = useStatementWords()
  return (
    <li>
      <Link to={paths.runningStatement(id, heading.id)} className={classes.chip ?? ''}>
        {name(heading)} <small>{heading.asset}</small>
      </Link>
    </li>
  )
}

function StatementRow({ statement }: { statement: Summary }) {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const { amount, name, number, period } = useStatementWords()
  return (
    <li className={classes.row}>
      <Link to={paths.statement(id, statement.id)} className={classes.rowName ?? ''}>
        {name(statement)} <small>{t('statements.numbered', { number: statement.number })}</small>
      </Link>
      <span className={classes.quiet}>
        {period(statement)} · {t('statements.lineCount', { count: statement.lines, number: number(statement.lines) })}
      </span>
      <span className={classes.figure}>{amount(statement.closingBalance, statement)}</span>
    </li>
  )
}
