import { ActionIcon, Button, Group, Menu, Skeleton } from '@mantine/core'
import { IconCopy, IconDots, IconPencil, IconShare2, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams } from 'react-router'
import { ReadingAge } from '../../../data/reading-age.tsx'
import { useEcosystem, useMayWrite } from '../../../data/session.ts'
import { Failure } from '../../../failure.tsx'
import { paths } from '../../../paths.ts'
import { explain } from '../../../problem.ts'
import { useFormats } from '../../../ui/format.ts'
import { PageFrame, PageHead } from '../../../ui/page-head.tsx'
import { showDone, showFailed, showUndo } from '../../../ui/toast.tsx'
import insight from '../insight.module.css'
import { ThenAndNow } from '../then-and-now.tsx'
import { ComparisonCards } from './cards.tsx'
import { Changes } from './changes.tsx'
import { type Comparison, comparisonQuery, type Scenario, useScenario, useScenarioWork } from './queries.ts'
import { ScenarioForm } from './scenario-form.tsx'
import classes from './scenarios.module.css'
import { Share } from './share.tsx'
import { useWhole } from './use-whole.ts'
import { headOf } from './words.ts'

/** One scenario: what is otherwise in it, and what that would make of the map, beside the map as it is. */
export function Component() {
  const { t } = useTranslation()
  const { scenarioId = '' } = useParams()
  const scenario = useScenario(scenarioId)
  return (
    <PageFrame>
      {scenario.isPending && (
        <div role="status" aria-label={t('scenarios.reading')}>
          <Skeleton height={180} radius="md" maw={880} />
        </div>
      )}
      {scenario.isError && !scenario.data && <Failure error={scenario.error} again={() => scenario.refetch()} />}
      {scenario.data && <Read scenario={scenario.data} />}
    </PageFrame>
  )
}

function Read({ scenario }: { scenario: Scenario }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const stamp = `${scenario.version} ${scenario.changes.map(({ id }) => id).join()}`
  const comparison = useQuery(comparisonQuery(ecosystemId, scenario.id, stamp))
  const { data } = comparison
  return (
    <>
      <PageHead title={scenario.name} answer={data && headOf({ t, formats }, scenario, data)} action={<Actions scenario={scenario} />} />
      <p className={`${classes.note} ${classes.quiet}`}>
        {t('scenarios.madeUp')}{' '}
        {scenario.asOf === null ? t('scenarios.base.today') : t('scenarios.base.day', { day: formats.date(scenario.asOf) })}
        {scenario.description && `\n${scenario.description}`}
      </p>
      <div className={insight.columns}>
        <div className={insight.cards}>
          <Changes scenario={scenario} outcomes={data?.outcomes} />
          {comparison.isPending && (
            <div role="status" aria-label={t('scenarios.reading')}>
              <Skeleton height={160} radius="md" maw={880} />
            </div>
          )}
          {comparison.isError && <Failure error={comparison.error} again={() => comparison.refetch()} />}
          {data && <ReadingAge freshness={data.freshness} />}
          {data && scenario.changes.length > 0 && <ComparisonCards scenario={scenario} comparison={data} />}
        </div>
        {data && <Whole scenario={scenario} comparison={data} />}
      </div>
    </>
  )
}

function Whole({ scenario, comparison }: { scenario: Scenario; comparison: Comparison }) {
  const { t } = useTranslation()
  const { date, dateTime } = useFormats()
  const rows = useWhole()
  return (
    <ThenAndNow
      label={t('scenarios.whole.label')}
      columns={[scenario.asOf === null ? t('scenarios.whole.today') : date(scenario.asOf), t('scenarios.whole.scenario')]}
      rows={rows.map(({ label, say }) => ({ label, values: [say(comparison.before), say(comparison.after)] }))}
      note={scenario.asOf === null ? t('scenarios.whole.note', { date: dateTime(comparison.at) }) : t('scenarios.whole.noteOfPast')}
    />
  )
}

type Dialog = 'share' | 'edit' | 'copy' | null

function Actions({ scenario }: { scenario: Scenario }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const mayWrite = useMayWrite()
  const [dialog, setDialog] = useState<Dialog>(null)
  const end = useEnd(scenario)
  const item = (label: string, icon: ReactNode, onClick: () => void) => (
    <Menu.Item leftSection={icon} onClick={onClick}>
      {label}
    </Menu.Item>
  )
  return (
    <Group gap="xs" wrap="nowrap">
      <Button component={Link} to={paths.scenarioOnMap(ecosystemId, scenario.id)}>
        {t('scenarios.onMap')}
      </Button>
      <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon size="lg" variant="default" aria-label={t('scenarios.more')}>
            <IconDots size={18} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {item(t('scenarios.share.title'), <IconShare2 size={16} aria-hidden="true" />, () => setDialog('share'))}
          {mayWrite && item(t('scenarios.edit'), <IconPencil size={16} aria-hidden="true" />, () => setDialog('edit'))}
          {mayWrite && item(t('scenarios.copy'), <IconCopy size={16} aria-hidden="true" />, () => setDialog('copy'))}
          {mayWrite && item(t('scenarios.remove'), <IconTrash size={16} aria-hidden="true" />, end)}
        </Menu.Dropdown>
      </Menu>
      {dialog === 'share' && <Share scenario={scenario} onEnd={() => setDialog(null)} />}
      {dialog === 'edit' && <Edit scenario={scenario} onEnd={() => setDialog(null)} />}
      {dialog === 'copy' && <Copy scenario={scenario} onEnd={() => setDialog(null)} />}
    </Group>
  )
}

/** Takes the scenario out, back to the list, with the way to undo it. */
function useEnd(scenario: Scenario): () => void {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const navigate = useNavigate()
  const { end, restore, fresh } = useScenarioWork(scenario.id)
  return () =>
    end.mutateAsync().then(
      async () => {
        await navigate(paths.scenarios(ecosystemId))
        await fresh()
        showUndo(t('scenarios.removed', { name: scenario.name }), () => restore.mutateAsync())
      },
      (error) => {
        const { what, todo } = explain(t, error, 'reading')
        showFailed(`${what} ${todo}`)
      },
    )
}

function Edit({ scenario, onEnd }: { scenario: Scenario; onEnd: () => void }) {
  const { t } = useTranslation()
  const { update } = useScenarioWork(scenario.id)
  return (
    <ScenarioForm
      title={t('scenarios.edit')}
      action={t('ui.save')}
      initial={scenario}
      sending={update}
      onSend={(facts) => update.mutate({ ...facts, version: scenario.version }, { onSuccess: onEnd })}
      onEnd={onEnd}
    />
  )
}

function Copy({ scenario, onEnd }: { scenario: Scenario; onEnd: () => void }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const navigate = useNavigate()
  const { copy } = useScenarioWork(scenario.id)
  const send = (name: string) =>
    copy.mutate(name, {
      onSuccess: async ({ id }) => {
        onEnd()
        await navigate(paths.scenario(ecosystemId, id))
        showDone(t('scenarios.copied'))
      },
    })
  return (
    <ScenarioForm
      title={t('scenarios.copy')}
      action={t('scenarios.copyAction')}
      initial={{ ...scenario, name: t('scenarios.copyName', { name: scenario.name }).slice(0, 100) }}
      sending={copy}
      onSend={({ name }) => send(name)}
      onEnd={onEnd}
      isNameOnly
    />
  )
}
