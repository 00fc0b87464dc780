import { Button } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Guide, GuideMade, GuideStep } from '../../data/guide.ts'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { showDone } from '../../ui/toast.tsx'
import { EcosystemKind, MissingSectors } from './ecosystem-kind.tsx'
import classes from './guide.module.css'
import { Proposals } from './proposals.tsx'
import { useSkip } from './queries.ts'

type Props = {
  step: GuideStep
  position: number
  guide: Guide
  isOpen: boolean
  toggle: () => void
  /** Keeps this step open although it is finished, because more than one thing can be begun in it. */
  stay: () => void
  goOn: () => void
}

/** One step: how it stands, and, opened, why it is worth doing, an example, and the button that does it. */
export function StepCard({ step, position, guide, isOpen, toggle, stay, goOn }: Props) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const body = `guide-${step.key}`
  const state = step.finishedBy ? 'finished' : step.skip ? 'skipped' : 'open'
  return (
    <li className={`tutti-card ${classes.step}`} data-state={state}>
      <h2>
        <button type="button" className={classes.head} aria-expanded={isOpen} aria-controls={body} onClick={toggle}>
          <span className={classes.mark} aria-hidden="true">
            {state === 'finished' ? <IconCheck size={18} /> : number(position)}
          </span>
          <span className={classes.name}>
            {t(`home.guide.steps.${step.key}`)}
            <span className={classes.state}>{t(`guide.states.${state}`)}</span>
          </span>
          <IconChevronDown size={18} aria-hidden="true" className={classes.chevron} data-open={isOpen || undefined} />
        </button>
      </h2>
      <div id={body} hidden={!isOpen} className={classes.body}>
        {isOpen && <Body step={step} guide={guide} stay={stay} goOn={goOn} />}
      </div>
    </li>
  )
}

function Body({ step, guide, stay, goOn }: Pick<Props, 'step' | 'guide' | 'stay' | 'goOn'>) {
  const { t } = useTranslation()
  const isOpen = step.finishedBy === null && step.skip === null
  return (
    <>
      <p>{t(`guide.steps.${step.key}.why`)}</p>
      {isOpen && (
        <p className={classes.example}>
          <strong>{t('guide.example')}</strong> {t(`guide.steps.${step.key}.example`)}
        </p>
      )}
      {step.key === 'map' && <EcosystemKind chosen={guide.ecosystemKind} />}
      {step.key === 'map' && guide.sectors && <MissingSectors {...guide.sectors} />}
      {step.finishedBy && <Finished made={step.finishedBy} />}
      {step.finishedBy === null && step.skip && <Skipped step={step} />}
      {isOpen && <Act step={step} guide={guide} />}
      {(isOpen || step.finishedBy !== null) && (step.key === 'joint_step' || step.key === 'project') && (
        <Proposals step={step.key} guide={guide} onTaken={stay} />
      )}
      {isOpen && <NotForUs step={step} goOn={goOn} />}
      {step.finishedBy !== null && guide.next !== null && (
        <Button variant="light" className={classes.notForUs ?? ''} onClick={goOn}>
          {t('guide.goOn', { title: t(`home.guide.steps.${guide.next}`) })}
        </Button>
      )}
    </>
  )
}

/** What was made, with the way there. */
function Finished({ made }: { made: GuideMade }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  return (
    <p className={classes.finished}>
      <IconCheck size={18} aria-hidden="true" />
      <span>
        {t(`guide.made.${made.kind}`, { title: made.title })} <Link to={addressOf(ecosystemId, made)}>{t('guide.look')}</Link>
      </span>
    </p>
  )
}

function addressOf(ecosystemId: string, { kind, id, partyId }: GuideMade): string {
  if (kind === 'task') return `${paths.tasks(ecosystemId)}?task=${id}`
  if (kind === 'need') return `${paths.exchange(ecosystemId)}?offer=${id}`
  if (kind === 'party') return paths.map(ecosystemId)
  return partyId === null ? paths.people(ecosystemId) : paths.organisation(ecosystemId, partyId)
}

/** The real thing to do; the steps that end in tasks have their proposals instead. */
function Act({ step, guide }: { step: GuideStep; guide: Guide }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const { organisations, needed, hasOwn } = guide.map
  if (step.key === 'joint_step' || step.key === 'project') return null
  if (step.key === 'people') {
    return <Way to={paths.people(ecosystemId)} label={t('guide.acts.invite')} other={{ to: paths.organisations(ecosystemId), label: t('guide.acts.contact') }} /> // biome-ignore format: one line reads better
  }
  const name = <Way to={paths.sorting(ecosystemId)} label={t('guide.acts.own')} />
  if (step.key === 'sources') {
    const need = { to: paths.exchange(ecosystemId), label: t('guide.acts.need') }
    return <Way to={paths.sorting(ecosystemId)} label={t(hasOwn ? 'guide.acts.sort' : 'guide.acts.own')} other={need} />
  }
  return (
    <>
      <p className={classes.progress}>
        {t('guide.organisations', { count: organisations, number: number(organisations), needed: number(needed) })}{' '}
        {t(hasOwn ? 'guide.ownKnown' : 'guide.ownMissing')}
      </p>
      {organisations < needed ? (
        <Way
          to={paths.imports(ecosystemId)}
          label={t('guide.acts.import')}
          other={{ to: paths.newOrganisation(ecosystemId), label: t('guide.acts.byHand') }}
        />
      ) : (
        name
      )}
    </>
  )
}

function Way({ to, label, other }: { to: string; label: string; other?: { to: string; label: string } }) {
  return (
    <div className={classes.ways}>
      <Button component={Link} to={to}>
        {label}
      </Button>
      {other && (
        <Button component={Link} to={other.to} variant="subtle">
          {other.label}
        </Button>
      )}
    </div>
  )
}

/** Says that this ecosystem does without the step. */
function NotForUs({ step, goOn }: { step: GuideStep; goOn: () => void }) {
  const { t } = useTranslation()
  const skip = useSkip(step.key)
  const set = () =>
    skip.mutate(true, {
      onSuccess: () => {
        goOn()
        showDone(t('guide.skipped'))
      },
    })
  return (
    <>
      {skip.error && <Failure error={skip.error} />}
      <Button variant="subtle" size="compact-sm" className={classes.notForUs ?? ''} loading={skip.isPending} onClick={set}>
        {t('guide.skip')}
      </Button>
    </>
  )
}

/** Who set it aside and when, and the way back. */
function Skipped({ step }: { step: GuideStep }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const skip = useSkip(step.key)
  if (step.skip === null) return null
  const { at, by } = step.skip
  return (
    <>
      <p>{by === null ? t('guide.skippedAt', { date: date(at) }) : t('guide.skippedBy', { date: date(at), name: by })}</p>
      {skip.error && <Failure error={skip.error} />}
      <Button variant="default" className={classes.notForUs ?? ''} loading={skip.isPending} onClick={() => skip.mutate(false)}>
        {t('guide.resume')}
      </Button>
    </>
  )
}
