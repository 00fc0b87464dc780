import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { OwnPartyForm } from '../../data/own-party.tsx'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { ErrorCard } from '../../ui/error-card.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Files } from './files.tsx'
import { Leftovers } from './leftovers.tsx'
import { type Import, isBusy, useImport, useImportActions, useUnplaced } from './queries.ts'
import { Rows } from './rows.tsx'
import { SettingsForm } from './settings-form.tsx'

/** One import from the recognised files to the result: what it would do, the button that does it, and the one that takes it back. */
export function Component() {
  const { importId = '' } = useParams()
  const { t } = useTranslation()
  const found = useImport(importId)
  const sentence = useSentence(found.data)
  if (found.isError) {
    return (
      <PageFrame>
        <Failure error={found.error} again={() => found.refetch()} />
      </PageFrame>
    )
  }
  const made = found.data
  return (
    <PageFrame>
      <PageHead title={t('imports.one')} answer={sentence} action={made && <Actions made={made} />} />
      {made && <Stages made={made} />}
    </PageFrame>
  )
}

/** The one sentence that says how things stand. */
function useSentence(made: Import | undefined): string {
  const { t } = useTranslation()
  if (!made) return ''
  if (made.problem?.code === 'own_party_missing') return t('imports.sentences.askOwn')
  if (made.state !== 'checked' && made.state !== 'applied') return t(`imports.sentences.${made.state}`)
  const { parties = 0, change = 0, refuse = 0, contacts = 0, ties = 0 } = made.counts ?? {}
  const isAboutPayments = made.files.every(({ subject }) => subject === 'payments')
  const second = isAboutPayments ? t('imports.newTies', { count: ties }) : t('imports.people', { count: contacts })
  const parts = [t('imports.organisations', { count: parties }), second]
  const more = [
    ...(change > 0 ? [t('imports.changed', { count: change })] : []),
    ...(refuse > 0 ? [t('imports.refused', { count: refuse })] : []),
  ]
  return [t(`imports.sentences.${made.state}`, { what: parts.join(t('imports.and')) }), ...more].join(' ')
}

/** Whether applying would change nothing. */
function isEmpty({ counts }: Import): boolean {
  if (!counts) return true
  const { parties, change, contacts, notes, ties, suppressions } = counts
  return parties + change + contacts + notes + ties + suppressions === 0
}

function Actions({ made }: { made: Import }) {
  const { t } = useTranslation()
  const { apply, undo, cancel } = useImportActions(made.id)
  const { id: ecosystemId } = useEcosystem()
  const another = (
    <Button variant="default" component={Link} to={paths.imports(ecosystemId)}>
      {t('imports.another')}
    </Button>
  )
  const isStopped = made.state === 'applying' || made.state === 'undoing'
  const stop = (
    <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
      {t(isStopped ? 'imports.stop' : 'imports.cancel')}
    </Button>
  )
  const error = apply.error ?? undo.error ?? cancel.error
  return (
    <Stack gap="xs">
      <Group gap="sm">
        {made.state === 'checked' && (
          <Button loading={apply.isPending} disabled={isEmpty(made)} onClick={() => apply.mutate()}>
            {t('imports.apply')}
          </Button>
        )}
        {made.state === 'applied' && (
          <Button variant="default" loading={undo.isPending} onClick={() => undo.mutate()}>
            {t('imports.undo')}
          </Button>
        )}
        {isBusy(made) || made.state === 'checked' || made.state === 'refused' ? stop : another}
      </Group>
      {error && <Failure error={error} />}
    </Stack>
  )
}

function Stages({ made }: { made: Import }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const { change } = useImportActions(made.id)
  const isOpen = made.state === 'checking' || made.state === 'checked' || made.state === 'refused'
  const questions = made.counts?.questions ?? 0
  return (
    <Stack gap="xl">
      {isBusy(made) && (
        <Progress label={t(`imports.steps.${made.step ?? 'waiting'}`)} done={made.done} total={Math.max(made.total, made.done)} />
      )}
      {made.problem && (
        <ErrorCard
          what={t(`imports.refusals.${made.problem.code}`, { defaultValue: made.problem.message })}
          todo={t(`imports.todos.${made.problem.code}`, { defaultValue: t('imports.refusedTodo') })}
          code={made.problem.code}
        />
      )}
      {made.problem?.code === 'own_party_missing' && <OwnPartyForm current={null} onKept={() => change.mutate({ settings: {} })} />}
      <Leftovers made={made} />
      {made.state === 'applied' && questions > 0 && (
        <Group justify="space-between">
          <Text>{t('imports.questions', { count: questions })}</Text>
          <Button component={Link} to={paths.duplicates(ecosystemId)}>
            {t('imports.review', { count: questions })}
          </Button>
        </Group>
      )}
      {made.state === 'applied' && (made.counts?.parties ?? 0) > 0 && (
        <Group justify="space-between">
          <Text>{t('imports.sortWhy')}</Text>
          <Button component={Link} to={paths.sorting(ecosystemId)} variant={questions > 0 ? 'default' : 'filled'}>
            {t('imports.sortNow')}
          </Button>
        </Group>
      )}
      {made.state === 'applied' && (made.counts?.parties ?? 0) > 0 && <Unplaced />}
      <section aria-labelledby="import-files">
        <Title order={2} size="h3" id="import-files" mb="sm">
          {t('imports.recognised')}
        </Title>
        <Files made={made} isOpen={isOpen} />
      </section>
      {isOpen && <SettingsForm made={made} />}
      {made.counts && !isBusy(made) && (
        <section aria-labelledby="import-rows">
          <Title order={2} size="h3" id="import-rows" mb="sm">
            {t(isOpen ? 'imports.rows.would' : 'imports.rows.did')}
          </Title>
          <Rows key={made.checkedAt} made={made} />
        </section>
      )}
    </Stack>
  )
}

/** Who has no place on the map yet, and the way to give them one; nothing where everybody has. */
function Unplaced() {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const { missing = 0, missingWithTown = 0 } = useUnplaced().data ?? {}
  if (missing === 0) return null
  const [key, count] = missingWithTown > 0 ? (['placeByTown', missingWithTown] as const) : (['placeWhy', missing] as const)
  return (
    <Group justify="space-between">
      <Text>{t(`imports.${key}`, { count, number: number(count) })}</Text>
      <Button component={Link} to={paths.places(ecosystemId)} variant="default">
        {t(missingWithTown > 0 ? 'imports.placeByTownNow' : 'imports.placeNow')}
      </Button>
    </Group>
  )
}
