import { Button, Checkbox, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { useEcosystem, useMayWrite } from '../../../data/session.ts'
import { ToInsight } from '../../../data/to-insight.tsx'
import { Failure } from '../../../failure.tsx'
import { paths } from '../../../paths.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { useFormats } from '../../../ui/format.ts'
import { PageFrame, PageHead } from '../../../ui/page-head.tsx'
import { type Summary, useCreateScenario, useScenarios } from './queries.ts'
import { ScenarioForm } from './scenario-form.tsx'
import classes from './scenarios.module.css'
import { SideBySide } from './side-by-side.tsx'

/** Columns that fit beside each other and can still be told apart. */
const BESIDE_MAX = 3

/** All scenarios, and up to three of them side by side. Which ones stands in the address, so that it can be sent on. */
export function Component() {
  const { t } = useTranslation()
  const { number } = useFormats()
  const mayWrite = useMayWrite()
  const scenarios = useScenarios()
  const [isNew, setNew] = useState(false)
  const { data } = scenarios
  const begin = <Button onClick={() => setNew(true)}>{t('scenarios.new')}</Button>
  return (
    <PageFrame>
      <PageHead
        title={t('scenarios.title')}
        answer={
          data && (data.length === 0 ? t('scenarios.why') : t('scenarios.count', { count: data.length, number: number(data.length) }))
        }
        action={
          <>
            <ToInsight />
            {mayWrite && data && data.length > 0 && begin}
          </>
        }
      />
      {scenarios.isPending && (
        <div role="status" aria-label={t('scenarios.loading')}>
          <Skeleton height={90} radius="md" />
        </div>
      )}
      {scenarios.isError && !data && <Failure error={scenarios.error} again={() => scenarios.refetch()} />}
      {data?.length === 0 && (
        <EmptyState
          title={t('scenarios.empty.title')}
          why={t('scenarios.empty.why')}
          example={t('scenarios.empty.example')}
          action={mayWrite && begin}
        />
      )}
      {data && data.length > 0 && <Listed scenarios={data} />}
      {isNew && <NewScenario onEnd={() => setNew(false)} />}
    </PageFrame>
  )
}

function Listed({ scenarios }: { scenarios: readonly Summary[] }) {
  const [query, setQuery] = useSearchParams()
  const asked = query.getAll('beside')
  // one that was removed meanwhile is no column
  const beside = scenarios.filter(({ id }) => asked.includes(id)).slice(0, BESIDE_MAX)
  const toggle = (id: string) => {
    const ids = beside.map((scenario) => scenario.id)
    const next = ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]
    setQuery(new URLSearchParams(next.map((each) => ['beside', each])), { replace: true, preventScrollReset: true })
  }
  return (
    <>
      {beside.length > 0 && <SideBySide scenarios={beside} />}
      <ul className={classes.list}>
        {scenarios.map((scenario) => {
          const isBeside = beside.some(({ id }) => id === scenario.id)
          return (
            <Item
              key={scenario.id}
              scenario={scenario}
              isBeside={isBeside}
              isFull={!isBeside && beside.length >= BESIDE_MAX}
              toggle={() => toggle(scenario.id)}
            />
          )
        })}
      </ul>
    </>
  )
}

type ItemProps = { scenario: Summary; isBeside: boolean; isFull: boolean; toggle: () => void }

function Item({ scenario, isBeside, isFull, toggle }: ItemProps) {
  const { t } = useTranslation()
  const { date, number } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const { id, name, description, asOf, createdBy, updatedAt, changeTotal } = scenario
  const facts = [
    t('scenarios.changeCount', { count: changeTotal, number: number(changeTotal) }),
    ...(asOf === null ? [] : [t('scenarios.fromDay', { day: date(asOf) })]),
    createdBy === null
      ? t('scenarios.worked', { date: date(updatedAt) })
      : t('scenarios.workedBy', { date: date(updatedAt), name: createdBy }),
  ]
  return (
    <li className={`tutti-card ${classes.item}`}>
      <div>
        <h2>
          <Link to={paths.scenario(ecosystemId, id)}>{name}</Link>
        </h2>
        {description && <p>{description}</p>}
        <p className={classes.quiet}>{facts.join(' · ')}</p>
      </div>
      <Checkbox
        label={t('scenarios.beside.choose')}
        aria-label={t('scenarios.beside.chooseOne', { name })}
        checked={isBeside}
        disabled={isFull}
        onChange={toggle}
      />
    </li>
  )
}

function NewScenario({ onEnd }: { onEnd: () => void }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const navigate = useNavigate()
  const create = useCreateScenario()
  return (
    <ScenarioForm
      title={t('scenarios.new')}
      action={t('scenarios.begin')}
      initial={{ name: '', description: null, asOf: null }}
      sending={create}
      onSend={(facts) => create.mutate({ ...facts, changes: [] }, { onSuccess: ({ id }) => navigate(paths.scenario(ecosystemId, id)) })}
      onEnd={onEnd}
    />
  )
}
