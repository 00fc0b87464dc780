import { Button, Textarea } from '@mantine/core'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../failure.tsx'
import { fieldErrors } from '../../problem.ts'
import { useDraft } from '../../ui/draft.ts'
import { showDone } from '../../ui/toast.tsx'
import { EvidenceFor } from './evidence.tsx'
import { type GoalDraft, GoalsForm, toGoals } from './goals-form.tsx'
import classes from './niche.module.css'
import { PARTS, type Part } from './parts.ts'
import { type Evidence, type Statement, useEvidence, useWriteStatement } from './queries.ts'

const PART_MAX = 300
const STATEMENT_MAX = 1500

/** `statement` is null until somebody changes what was put together from the answers. */
type Values = Record<Part, string> & { statement: string | null; goals: GoalDraft[] }
const EMPTY: Values = { customers: '', lack: '', bring: '', benefit: '', statement: null, goals: [] }

/** Four questions beside what the map knows, the sentence they make, and first goals. */
export function NicheForm({ before, onEnd }: { before: Statement | undefined; onEnd: () => void }) {
  const { t, i18n } = useTranslation()
  const evidence = useEvidence()
  const write = useWriteStatement()
  const draft = useDraft<Values>(`niche.${before?.id ?? 'new'}`, before ? valuesOf(before) : EMPTY)
  const { value: values, set } = draft
  const errors = fieldErrors(t, i18n.language, write.error)
  const isAnswered = PARTS.every((part) => values[part].trim() !== '')
  const sentence = values.statement ?? (isAnswered ? t('niche.statement.sentence', trimmed(values)) : '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    write.mutate(
      { ...trimmed(values), statement: sentence, goals: toGoals(values.goals) },
      {
        onSuccess: () => {
          draft.clear()
          onEnd()
          showDone(t('niche.saved'))
        },
      },
    )
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      {evidence.isError && <Failure error={evidence.error} again={() => evidence.refetch()} />}
      {PARTS.map((part) => (
        <Question
          key={part}
          part={part}
          value={values[part]}
          error={errors[part]}
          evidence={evidence.data}
          onChange={(text) => set({ [part]: text })}
        />
      ))}
      <section className={`tutti-card ${classes.step}`}>
        <div>
          <h2>{t('niche.statement.question')}</h2>
          <Textarea
            label={t('niche.statement.label')}
            description={t('niche.statement.help')}
            value={sentence}
            error={errors.statement}
            maxLength={STATEMENT_MAX}
            autosize
            minRows={3}
            onChange={(event) => set({ statement: event.currentTarget.value })}
          />
        </div>
      </section>
      <GoalsForm goals={values.goals} onChange={(goals) => set({ goals })} counts={evidence.data?.counts} errors={errors} />
      {write.error && <Failure error={write.error} doing="writing" />}
      <div className={classes.buttons}>
        <Button type="submit" loading={write.isPending} disabled={!isAnswered || sentence.trim() === ''}>
          {t('niche.save')}
        </Button>
        <Button variant="default" onClick={onEnd}>
          {t('niche.cancel')}
        </Button>
      </div>
    </form>
  )
}

type QuestionProps = {
  part: Part
  value: string
  error: string | undefined
  evidence: Evidence | undefined
  onChange: (text: string) => void
}

function Question({ part, value, error, evidence, onChange }: QuestionProps) {
  const { t } = useTranslation()
  return (
    <section className={`tutti-card ${classes.step}`}>
      <div>
        <h2>{t(`niche.parts.${part}.question`)}</h2>
        <Textarea
          label={t(`niche.parts.${part}.label`)}
          placeholder={t(`niche.parts.${part}.example`)}
          value={value}
          error={error}
          maxLength={PART_MAX}
          required
          autosize
          minRows={2}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </div>
      {evidence && <EvidenceFor part={part} evidence={evidence} />}
    </section>
  )
}

function valuesOf({ customers, lack, bring, benefit, statement, goals }: Statement): Values {
  return { customers, lack, bring, benefit, statement, goals: goals.map(({ measure, target, by }, id) => ({ id, measure, target, by })) }
}

function trimmed(values: Values): Record<Part, string> {
  return Object.fromEntries(PARTS.map((part) => [part, values[part].trim().replace(/[.,;]+$/, '')])) as Record<Part, string>
}
