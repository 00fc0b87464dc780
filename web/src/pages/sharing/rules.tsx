import { Badge, Button, Group, Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { type RuleSummary, useRules } from './queries.ts'
import classes from './sharing.module.css'

/** The rules by which money is shared, and the way to write one. */
export function Component() {
  const { t } = useTranslation()
  const mayWrite = useMayWrite()
  if (mayWrite) return <Rules />
  return (
    <PageFrame>
      <PageHead title={t('sharing.title')} answer={t('sharing.coordinatorsOnly')} />
    </PageFrame>
  )
}

function Rules() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const rules = useRules()
  const write = (
    <Button component={Link} to={paths.newSharingRule(ecosystemId)}>
      {t('sharing.new')}
    </Button>
  )
  const isEmpty = rules.data?.length === 0
  return (
    <PageFrame>
      <PageHead
        title={t('sharing.title')}
        answer={t('sharing.why')}
        action={
          <Group gap="xs">
            <Button component={Link} to={paths.value(ecosystemId)} variant="default">
              {t('sharing.value')}
            </Button>
            <Button component={Link} to={paths.sharingFairness(ecosystemId)} variant="default">
              {t('sharing.fairness.title')}
            </Button>
            {!isEmpty && write}
          </Group>
        }
      />
      {rules.isError && <Failure error={rules.error} again={() => rules.refetch()} />}
      {rules.isPending && <Skeleton height={160} aria-hidden="true" />}
      {isEmpty && (
        <EmptyState title={t('sharing.empty.title')} why={t('sharing.empty.why')} example={t('sharing.empty.example')} action={write} />
      )}
      {rules.data && rules.data.length > 0 && (
        <ul className={classes.list}>
          {rules.data.map((rule) => (
            <RuleRow key={rule.id} rule={rule} />
          ))}
        </ul>
      )}
    </PageFrame>
  )
}

function RuleRow({ rule }: { rule: RuleSummary }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  return (
    <li className={`tutti-card ${classes.row}`}>
      <Link to={paths.sharingRule(ecosystemId, rule.id)} className={classes.rowName ?? ''}>
        {rule.name}
      </Link>
      <span className={classes.quiet}>{t('sharing.versions', { count: rule.versions, date: date(rule.createdAt) })}</span>
      <Badge variant="light" {...(rule.inForce === null && { color: 'gray' })} className={classes.badge ?? ''}>
        {rule.inForce === null ? t('sharing.notInForce') : t('sharing.inForce', { number: rule.inForce })}
      </Badge>
    </li>
  )
}
