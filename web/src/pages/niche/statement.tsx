import { Progress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import { EvidenceOf } from './evidence.tsx'
import classes from './niche.module.css'
import type { Statement } from './queries.ts'

type Goal = Statement['goals'][number]

/** The statement that holds, with its goals and what it rests on. */
export function StatementCard({ statement }: { statement: Statement }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  return (
    <article className={`tutti-card ${classes.statement}`}>
      <p className={classes.sentence}>{statement.statement}</p>
      <p className={classes.quiet}>
        <WrittenWhen statement={statement} />
      </p>
      <h2>{t('niche.goals.title')}</h2>
      {statement.goals.length === 0 ? (
        <p className={classes.quiet}>{t('niche.goals.none')}</p>
      ) : (
        <ul className={classes.goals}>
          {statement.goals.map((goal) => (
            <GoalLine key={`${goal.measure} ${goal.target} ${goal.by}`} goal={goal} />
          ))}
        </ul>
      )}
      <h2>{t('niche.evidence.rested', { date: date(statement.writtenAt) })}</h2>
      <EvidenceOf statement={statement} />
    </article>
  )
}

function GoalLine({ goal: { measure, start, target, by, now, progress, isOverdue } }: { goal: Goal }) {
  const { t } = useTranslation()
  const { date, number, percent } = useFormats()
  const name = t(`niche.goals.measures.${measure}`)
  const state = progress === 1 ? t('niche.goals.reached') : isOverdue ? t('niche.goals.overdue') : undefined
  const count = now === null ? t('niche.goals.uncounted') : t('niche.goals.now', { number: number(now) })
  return (
    <li data-state={progress === 1 ? 'reached' : isOverdue ? 'overdue' : 'open'}>
      <div className={classes.goalLine}>
        <span>{t('niche.goals.line', { measure: name, start: number(start), target: number(target), by: date(by) })}</span>
        <span className={classes.goalState}>{[count, state].filter(Boolean).join(' · ')}</span>
      </div>
      {progress !== null && (
        <Progress
          value={100 * progress}
          size="sm"
          radius="xl"
          aria-label={t('niche.goals.progress', { measure: name, percent: percent(progress) })}
        />
      )}
    </li>
  )
}

/** What was written before, the newest first. */
export function Earlier({ statements }: { statements: readonly Statement[] }) {
  const { t } = useTranslation()
  if (statements.length === 0) return null
  return (
    <section className={classes.earlier} aria-labelledby="niche-earlier">
      <h2 id="niche-earlier">{t('niche.earlier')}</h2>
      <ul>
        {statements.map((statement) => (
          <li key={statement.id}>
            <p>{statement.statement}</p>
            <p className={classes.quiet}>
              <WrittenWhen statement={statement} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function WrittenWhen({ statement: { writtenAt, writtenBy } }: { statement: Statement }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  return (
    <>
      {writtenBy === null
        ? t('niche.written', { date: date(writtenAt) })
        : t('niche.writtenBy', { date: date(writtenAt), name: writtenBy })}
    </>
  )
}
