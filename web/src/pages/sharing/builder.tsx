import { Button, SegmentedControl, Skeleton, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { fieldErrors } from '../../problem.ts'
import { useDraft } from '../../ui/draft.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { dayIn } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { showDone } from '../../ui/toast.tsx'
import { newStep, type RuleDraft, type StepDraft } from './draft.ts'
import { fromRule } from './from-rule.ts'
import { type RuleWithVersions, useCreateRule, useRule, useWriteVersion } from './queries.ts'
import { RecipientsForm } from './recipients-form.tsx'
import classes from './sharing.module.css'
import { StepForm } from './step-form.tsx'
import { gapsOf, toRule } from './to-rule.ts'
import { TrialPanel } from './trial.tsx'
import { useMoney } from './use-money.ts'

const STEPS_MAX = 40

/** Writes a rule, or its next version, without a word of JSON, and shows beside it at once who gets what. */
export function Component() {
  const { ruleId } = useParams()
  const rule = useRule(ruleId)
  const { digits, separator } = useMoney('EUR')
  if (ruleId === undefined) return <Writing before={null} start={EMPTY} />
  if (!rule.data) {
    return (
      <PageFrame>
        {rule.isError ? <Failure error={rule.error} again={() => rule.refetch()} /> : <Skeleton height={320} aria-hidden="true" />}
      </PageFrame>
    )
  }
  const last = rule.data.versions[0]!
  const start = fromRule(last.rule, last.recipients, digits, separator)
  return start === null ? <BeyondTheForm name={rule.data.name} /> : <Writing before={rule.data} start={start} />
}

const EMPTY: RuleDraft = { basis: 'net', asset: 'EUR', recipients: [], steps: [newStep(0, { measure: 'remainder', goes: 'split' })] }

type Values = RuleDraft & { name: string; validFrom: string; validUntil: string }

function Writing({ before, start }: { before: RuleWithVersions | null; start: RuleDraft }) {
  const { t, i18n } = useTranslation()
  const { id: ecosystemId, timeZone } = useEcosystem()
  const { digits } = useMoney('EUR')
  const initial = { ...start, name: before?.name ?? '', validFrom: dayIn(timeZone), validUntil: '' }
  const draft = useDraft<Values>(`sharing.${before?.versions[0]?.id ?? 'new'}`, initial)
  const { value: values, set } = draft
  const save = useSave(before, draft.clear)
  const gaps = gapsOf(values, digits)
  const written = toRule(values, digits)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const version = { ...written, validFrom: values.validFrom, validUntil: values.validUntil === '' ? null : values.validUntil }
    save.send(values.name.trim(), version)
  }
  const errors = fieldErrors(t, i18n.language, save.error)
  return (
    <PageFrame>
      <PageHead
        title={before?.name ?? t('sharing.new')}
        answer={t(before ? 'sharing.nextWhy' : 'sharing.newWhy')}
        action={
          <Button component={Link} to={before ? paths.sharingRule(ecosystemId, before.id) : paths.sharing(ecosystemId)} variant="default">
            {t(before ? 'sharing.backToRule' : 'sharing.title')}
          </Button>
        }
      />
      <form onSubmit={submit} className={classes.writing}>
        <div className={classes.form}>
          <Basics values={values} set={set} isNew={before === null} errors={errors} />
          <RecipientsForm recipients={values.recipients} onChange={(recipients) => set({ recipients })} />
          <StepsForm values={values} set={set} errorsAt={(place) => errorsBelow(errors, `rule.steps.${place}`)} />
          {save.error !== null && <Failure error={save.error} doing="writing" />}
          <Button type="submit" loading={save.isSending} disabled={gaps.length > 0 || (before === null && values.name.trim() === '')}>
            {t(before ? 'sharing.saveVersion' : 'sharing.save')}
          </Button>
        </div>
        <TrialPanel written={gaps.length > 0 ? null : written} gaps={gaps} recipients={values.recipients} asset={values.asset} />
      </form>
    </PageFrame>
  )
}

type PartProps = { values: Values; set: (change: Partial<Values>) => void }

function Basics({ values, set, isNew, errors }: PartProps & { isNew: boolean; errors: Record<string, string> }) {
  const { t } = useTranslation()
  return (
    <section className={`tutti-card ${classes.part}`}>
      {isNew && (
        <TextInput
          label={t('sharing.name')}
          placeholder={t('sharing.namePlaceholder')}
          value={values.name}
          maxLength={100}
          required
          error={errors.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
      )}
      <div className={classes.pair}>
        <TextInput
          type="date"
          label={t('sharing.validFrom')}
          value={values.validFrom}
          required
          error={errors['version.validFrom'] ?? errors.validFrom}
          onChange={(event) => set({ validFrom: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('sharing.validUntil')}
          value={values.validUntil}
          error={errors.validUntil}
          onChange={(event) => set({ validUntil: event.currentTarget.value })}
        />
      </div>
      <div>
        <p className={classes.label} id="sharing-basis">
          {t('sharing.basis.label')}
        </p>
        <SegmentedControl
          aria-labelledby="sharing-basis"
          data={(['net', 'gross'] as const).map((value) => ({ value, label: t(`sharing.basis.${value}`) }))}
          value={values.basis}
          onChange={(basis) => set({ basis: basis as RuleDraft['basis'] })}
        />
      </div>
    </section>
  )
}

function StepsForm({ values, set, errorsAt }: PartProps & { errorsAt: (place: number) => string[] }) {
  const { t } = useTranslation()
  const { steps } = values
  const change = (id: number, part: Partial<StepDraft>) =>
    set({ steps: steps.map((step) => (step.id === id ? { ...step, ...part } : step)) })
  const move = (place: number, by: number) => {
    const next = [...steps]
    next.splice(place + by, 0, ...next.splice(place, 1))
    set({ steps: next })
  }
  // before the last, which takes what is left
  const add = () => set({ steps: [...steps.slice(0, -1), newStep(Math.max(...steps.map(({ id }) => id)) + 1), steps.at(-1)!] })
  return (
    <section aria-labelledby="sharing-steps" className={classes.steps}>
      <h2 id="sharing-steps">{t('sharing.steps.title')}</h2>
      <p className={classes.quiet}>{t('sharing.steps.why')}</p>
      <ol className={classes.list}>
        {steps.map((step, place) => (
          <StepForm
            key={step.id}
            step={step}
            place={place}
            draft={values}
            errors={errorsAt(place)}
            onChange={(part) => change(step.id, part)}
            onMove={(by) => move(place, by)}
            onRemove={() => set({ steps: steps.filter(({ id }) => id !== step.id) })}
          />
        ))}
      </ol>
      {steps.length < STEPS_MAX && (
        <Button variant="subtle" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={add}>
          {t('sharing.steps.add')}
        </Button>
      )}
    </section>
  )
}

/** A rule with words the form has no fields for: it is told so, and nothing of it is lost. */
function BeyondTheForm({ name }: { name: string }) {
  const { t } = useTranslation()
  return (
    <PageFrame>
      <PageHead title={name} />
      <EmptyState title={t('sharing.beyond.title')} why={t('sharing.beyond.why')} />
    </PageFrame>
  )
}

/** Keeps a new rule or the next version of one, and opens it. */
function useSave(before: RuleWithVersions | null, onKept: () => void) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const navigate = useNavigate()
  const create = useCreateRule()
  const next = useWriteVersion(before?.id ?? '')
  const kept = (id: string) => {
    onKept()
    showDone(t('sharing.kept'))
    navigate(paths.sharingRule(ecosystemId, id))
  }
  return {
    error: create.error ?? next.error,
    isSending: create.isPending || next.isPending,
    send: (name: string, version: Parameters<typeof next.mutate>[0]) => {
      if (before === null) create.mutate({ name, version }, { onSuccess: ({ id }) => kept(id) })
      else next.mutate(version, { onSuccess: () => kept(before.id) })
    },
  }
}

function errorsBelow(errors: Record<string, string>, path: string): string[] {
  return Object.entries(errors).flatMap(([place, sentence]) => (`${place}.`.includes(`${path}.`) ? [sentence] : []))
}
