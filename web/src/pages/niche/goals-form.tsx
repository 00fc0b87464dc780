import { ActionIcon, Button, NumberInput, Select, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useEcosystem } from '../../data/session.ts'
import { dayIn, useFormats } from '../../ui/format.ts'
import classes from './niche.module.css'
import { type Evidence, MEASURES, type Measure, type NewStatement } from './queries.ts'

const GOALS_MAX = 5

/** `id` tells the rows apart while they are written. */
export type GoalDraft = { id: number; measure: Measure; target: number | null; by: string }

export function toGoals(goals: readonly GoalDraft[]): NewStatement['goals'] {
  return goals.map(({ measure, target, by }) => ({ measure, target: target ?? 0, by }))
}

type Props = {
  goals: readonly GoalDraft[]
  onChange: (goals: GoalDraft[]) => void
  counts: Evidence['counts'] | undefined
  errors: Record<string, string | undefined>
}

/** The first goals: what is counted, how much it shall be, until when. */
export function GoalsForm({ goals, onChange, counts, errors }: Props) {
  const { t } = useTranslation()
  const { timeZone } = useEcosystem()
  const change = (id: number, part: Partial<GoalDraft>) => onChange(goals.map((goal) => (goal.id === id ? { ...goal, ...part } : goal)))
  const add = () => {
    const id = Math.max(-1, ...goals.map((goal) => goal.id)) + 1
    const measure = MEASURES.find((each) => counts?.[each] !== null && goals.every((goal) => goal.measure !== each)) ?? 'organisations'
    onChange([...goals, { id, measure, target: null, by: aYearAfter(dayIn(timeZone)) }])
  }
  return (
    <section className={`tutti-card ${classes.step}`} aria-labelledby="niche-goals">
      <div>
        <h2 id="niche-goals">{t('niche.goals.title')}</h2>
        <p className={classes.quiet}>{t('niche.goals.why')}</p>
        <ul className={classes.goalRows}>
          {goals.map((goal, place) => (
            <GoalRow
              key={goal.id}
              goal={goal}
              count={counts?.[goal.measure]}
              errorOf={(part) => errors[`goals.${place}.${part}`]}
              onChange={(part) => change(goal.id, part)}
              onRemove={() => onChange(goals.filter(({ id }) => id !== goal.id))}
            />
          ))}
        </ul>
        {goals.length < GOALS_MAX && (
          <Button variant="subtle" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={add}>
            {t('niche.goals.add')}
          </Button>
        )}
      </div>
    </section>
  )
}

type RowProps = {
  goal: GoalDraft
  count: number | null | undefined
  errorOf: (part: 'measure' | 'target' | 'by') => string | undefined
  onChange: (part: Partial<GoalDraft>) => void
  onRemove: () => void
}

function GoalRow({ goal, count, errorOf, onChange, onRemove }: RowProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const today =
    count === null ? t('niche.goals.uncounted') : count === undefined ? undefined : t('niche.goals.today', { number: number(count) })
  return (
    <li className={classes.goalRow}>
      <Select
        label={t('niche.goals.measure')}
        description={today}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={MEASURES.map((value) => ({ value, label: t(`niche.goals.measures.${value}`) }))}
        value={goal.measure}
        onChange={(measure) => measure !== null && onChange({ measure: measure as Measure })}
        allowDeselect={false}
        error={errorOf('measure')}
      />
      <NumberInput
        label={t('niche.goals.target')}
        value={goal.target ?? ''}
        onChange={(target) => onChange({ target: typeof target === 'number' ? target : null })}
        min={0}
        max={1_000_000}
        allowDecimal={false}
        required
        error={errorOf('target')}
      />
      <TextInput
        type="date"
        label={t('niche.goals.by')}
        value={goal.by}
        required
        onChange={(event) => onChange({ by: event.currentTarget.value })}
        error={errorOf('by')}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('niche.goals.remove')}
        onClick={onRemove}
        className={classes.removeGoal ?? ''}
      >
        <IconTrash size={18} aria-hidden="true" />
      </ActionIcon>
    </li>
  )
}

function aYearAfter(day: string): string {
  return `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`.replace(/02-29$/, '02-28')
}
