import { ActionIcon, Title } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useMayWrite } from '../../../data/session.ts'
import { explain } from '../../../problem.ts'
import { showFailed, showUndo } from '../../../ui/toast.tsx'
import { ChangeForm } from './change-form.tsx'
import { type ChangeRow, type Outcome, type Scenario, useScenarioWork } from './queries.ts'
import classes from './scenarios.module.css'
import { useWords } from './use-words.ts'
import { sayChange, sayDetail } from './words.ts'

type Props = { scenario: Scenario; outcomes: readonly Outcome[] | undefined }

/** What is otherwise in the scenario, in the order in which it is applied, and the way to add more. */
export function Changes({ scenario, outcomes }: Props) {
  const { t } = useTranslation()
  const mayWrite = useMayWrite()
  return (
    <section className="tutti-card" aria-labelledby="scenario-changes" style={{ padding: 20 }}>
      <Title order={2} size="h4" id="scenario-changes" mb="xs">
        {t('scenarios.changes.title')}
      </Title>
      {scenario.changes.length === 0 ? (
        <p className={classes.quiet}>{t('scenarios.changes.none')}</p>
      ) : (
        <ol className={classes.changes}>
          {scenario.changes.map((row) => (
            <Row key={row.id} row={row} scenario={scenario} outcome={outcomes?.find(({ id }) => id === row.id)} />
          ))}
        </ol>
      )}
      {mayWrite && <ChangeForm scenario={scenario} />}
    </section>
  )
}

function Row({ row, scenario, outcome }: { row: ChangeRow; scenario: Scenario; outcome: Outcome | undefined }) {
  const { t } = useTranslation()
  const words = useWords()
  const mayWrite = useMayWrite()
  const { remove, putBack } = useScenarioWork(scenario.id)
  const said = sayChange(words, row.change, scenario.names)
  const detail = sayDetail(words, row.change, outcome)
  // the row is gone by the time this is answered
  const takeOut = () =>
    remove.mutateAsync(row.id).then(
      () => showUndo(t('scenarios.changes.removed'), () => putBack.mutateAsync(row.id)),
      (error) => {
        const { what, todo } = explain(t, error, 'reading')
        showFailed(`${what} ${todo}`)
      },
    )
  return (
    <li className={classes.change} data-idle={outcome?.idle ? true : undefined}>
      <div>
        <span>{said}</span>
        {detail !== '' && <small>{detail}</small>}
      </div>
      {mayWrite && (
        <ActionIcon variant="subtle" color="gray" aria-label={t('scenarios.changes.remove', { change: said })} onClick={takeOut}>
          <IconTrash size={18} aria-hidden="true" />
        </ActionIcon>
      )}
    </li>
  )
}
