import { Badge, Button, Group, Skeleton, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { FormDialog } from '../../form-dialog.tsx'
import { paths } from '../../paths.ts'
import { explain } from '../../problem.ts'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { showDone, showFailed, showUndo } from '../../ui/toast.tsx'
import { type RuleWithVersions, useApproval, useRemoval, useRename, useRestoration, useRule, type Version } from './queries.ts'
import classes from './sharing.module.css'

/** One rule: its versions in words, which of them holds, and the way to the next. */
export function Component() {
  const { ruleId = '' } = useParams()
  const rule = useRule(ruleId)
  return (
    <PageFrame>
      {rule.isError && <Failure error={rule.error} again={() => rule.refetch()} />}
      {rule.isPending && <Skeleton height={320} aria-hidden="true" />}
      {rule.data && <RuleView rule={rule.data} />}
    </PageFrame>
  )
}

function RuleView({ rule }: { rule: RuleWithVersions }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const [isRenaming, setRenaming] = useState(false)
  const remove = useRemove(rule)
  return (
    <>
      <PageHead
        title={rule.name}
        answer={rule.inForce === null ? t('sharing.noneHolds') : t('sharing.holds', { number: rule.inForce })}
        action={
          <Group gap="xs">
            <Button variant="subtle" color="gray" onClick={remove}>
              {t('sharing.remove')}
            </Button>
            <Button variant="default" onClick={() => setRenaming(true)}>
              {t('sharing.rename')}
            </Button>
            {rule.versions.length > 1 && (
              <Button component={Link} to={paths.compareSharingVersions(ecosystemId, rule.id)} variant="default">
                {t('sharing.compare')}
              </Button>
            )}
            <Button component={Link} to={paths.nextSharingVersion(ecosystemId, rule.id)}>
              {t('sharing.next')}
            </Button>
          </Group>
        }
      />
      <ol className={classes.list}>
        {rule.versions.map((version) => (
          <VersionCard key={version.id} version={version} ruleId={rule.id} holds={version.number === rule.inForce} />
        ))}
      </ol>
      {isRenaming && <RenameDialog rule={rule} onEnd={() => setRenaming(false)} />}
    </>
  )
}

function VersionCard({ version, ruleId, holds }: { version: Version; ruleId: string; holds: boolean }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const approve = useApproval(ruleId)
  const state = version.approvedAt === null ? 'draft' : holds ? 'holds' : 'approved'
  const until = version.validUntil === null ? '' : ` – ${date(version.validUntil)}`
  return (
    <li className={`tutti-card ${classes.version}`}>
      <Group gap="xs" justify="space-between">
        <h2>{t('sharing.version', { number: version.number })}</h2>
        <Badge variant="light" {...(state !== 'holds' && { color: 'gray' })}>
          {t(`sharing.state.${state}`)}
        </Badge>
      </Group>
      <p className={classes.quiet}>{t('sharing.valid', { from: `${date(version.validFrom)}${until}` })}</p>
      <Sentences sentences={version.sentences} />
      <p className={classes.quiet}>
        {t('sharing.writtenBy', { name: version.writtenBy ?? t('sharing.somebody'), date: date(version.writtenAt) })}
        {version.approvedAt !== null &&
          ` ${t('sharing.approvedBy', { name: version.approvedBy ?? t('sharing.somebody'), date: date(version.approvedAt) })}`}
      </p>
      {approve.isError && <Failure error={approve.error} />}
      {state === 'draft' && (
        <Button
          variant="light"
          className={classes.approve ?? ''}
          loading={approve.isPending}
          onClick={() => approve.mutate(version.id, { onSuccess: () => showDone(t('sharing.approved', { number: version.number })) })}
        >
          {t('sharing.approve')}
        </Button>
      )}
    </li>
  )
}

/** A rule as it is read aloud. */
export function Sentences({ sentences }: { sentences: readonly string[] }) {
  return (
    <ol className={classes.sentences}>
      {sentences.map((sentence, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other identity
        <li key={place}>{sentence}</li>
      ))}
    </ol>
  )
}

function RenameDialog({ rule, onEnd }: { rule: RuleWithVersions; onEnd: () => void }) {
  const { t } = useTranslation()
  const [name, setName] = useState(rule.name)
  const rename = useRename(rule.id)
  return (
    <FormDialog
      title={t('sharing.rename')}
      action={t('sharing.keepName')}
      onSend={() => rename.mutate(name, { onSuccess: onEnd })}
      isSending={rename.isPending}
      maySend={name.trim() !== ''}
      error={rename.error}
      onEnd={onEnd}
    >
      <TextInput label={t('sharing.name')} value={name} maxLength={100} onChange={(event) => setName(event.currentTarget.value)} />
    </FormDialog>
  )
}

/** Takes the rule out of the list, and offers to put it back. */
function useRemove(rule: RuleWithVersions) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const navigate = useNavigate()
  const removal = useRemoval()
  const restoration = useRestoration()
  return () =>
    removal.mutate(rule.id, {
      onSuccess: () => {
        navigate(paths.sharing(ecosystemId))
        showUndo(t('sharing.removed', { name: rule.name }), () => restoration.mutateAsync(rule.id))
      },
      onError: (error) => {
        const { what, todo } = explain(t, error, 'reading')
        showFailed(`${what} ${todo}`)
      },
    })
}
