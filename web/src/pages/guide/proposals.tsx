import { Button, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useKindsOfEcosystem } from '../../data/ecosystem-kinds.ts'
import type { Guide, GuideProposal } from '../../data/guide.ts'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import classes from './guide.module.css'
import { useMakeTasks } from './queries.ts'

const TITLE_MAX = 200

/** What could be begun: each proposal becomes tasks by one press, and so does an idea of one's own. */
export function Proposals({ step, guide, onTaken }: { step: GuideProposal['step']; guide: Guide; onTaken: () => void }) {
  const { t } = useTranslation()
  const kinds = useKindsOfEcosystem()
  const make = useMakeTasks(step, onTaken)
  const chosen = make.isPending && 'proposal' in make.variables ? make.variables.proposal : undefined
  const ofStep = guide.proposals.filter((proposal) => proposal.step === step)
  const kind = kinds.data?.items.find(({ key }) => key === guide.ecosystemKind)
  const own = ofStep.filter(({ isGeneral }) => !isGeneral)
  const general = ofStep.filter(({ isGeneral }) => isGeneral)
  const first = ofStep.every(({ isTaken }) => !isTaken) ? ofStep[0]?.key : undefined
  const list = (proposals: readonly GuideProposal[]) => (
    <ul className={classes.proposals}>
      {proposals.map((proposal) => (
        <Proposal
          key={proposal.key}
          proposal={proposal}
          isFirst={proposal.key === first}
          isBusy={chosen === proposal.key}
          isDisabled={make.isPending}
          take={() => make.mutate({ proposal: proposal.key })}
        />
      ))}
    </ul>
  )
  return (
    <>
      <p className={classes.plain}>{t('guide.areTasks')}</p>
      {make.error && <Failure error={make.error} doing="writing" />}
      {own.length === 0 ? (
        list(general)
      ) : (
        <>
          <section className={classes.group} aria-label={t('ecosystem-kind.guide.proposals', { name: kind?.name })}>
            <p className={classes.groupTitle}>{t('ecosystem-kind.guide.proposals', { name: kind?.name })}</p>
            {list(own)}
          </section>
          <details className={classes.general}>
            <summary>{t('ecosystem-kind.guide.general', { count: general.length })}</summary>
            {list(general)}
          </details>
        </>
      )}
      <OwnIdea make={make} />
    </>
  )
}

type ProposalProps = { proposal: GuideProposal; isFirst: boolean; isBusy: boolean; isDisabled: boolean; take: () => void }

function Proposal({ proposal, isFirst, isBusy, isDisabled, take }: ProposalProps) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  return (
    <li className={classes.proposal}>
      <h3>{proposal.title}</h3>
      <p>{proposal.why}</p>
      <ul className={classes.tasks}>
        {proposal.tasks.map(({ title, due }) => (
          <li key={title}>
            {title} <span className={classes.due}>{t('guide.until', { date: date(due) })}</span>
          </li>
        ))}
      </ul>
      {proposal.isTaken ? (
        <Button component={Link} to={paths.tasks(ecosystemId)} variant="subtle" className={classes.take ?? ''}>
          {t('guide.onTheList')}
        </Button>
      ) : (
        <Button
          variant={isFirst ? 'filled' : 'default'}
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          loading={isBusy}
          disabled={isDisabled && !isBusy}
          className={classes.take ?? ''}
          aria-label={t('guide.takeThis', { count: proposal.tasks.length, title: proposal.title })}
          onClick={take}
        >
          {t('guide.take', { count: proposal.tasks.length })}
        </Button>
      )}
    </li>
  )
}

function OwnIdea({ make }: { make: ReturnType<typeof useMakeTasks> }) {
  const { t } = useTranslation()
  const [idea, setIdea] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate({ idea }, { onSuccess: () => setIdea('') })
  }
  return (
    <form onSubmit={submit} className={classes.idea}>
      <TextInput
        label={t('guide.idea.label')}
        description={t('guide.idea.why')}
        value={idea}
        maxLength={TITLE_MAX}
        onChange={(event) => setIdea(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={make.isPending && 'idea' in make.variables} disabled={idea.trim() === ''}>
        {t('guide.idea.take')}
      </Button>
    </form>
  )
}
