import { Group, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './pieces.module.css'

export type Certainty = 'low' | 'medium' | 'high'

const BARS = { low: 1, medium: 2, high: 3 } as const

type Props = {
  /** What was asked, in small above the answer; the heading of the card. */
  question?: string
  /** One sentence in plain words. */
  sentence: ReactNode
  /** What the sentence rests on: organisations, ties, numbers that open. */
  evidence?: ReactNode
  certainty?: Certainty
  /** Why it is no surer, in a few words. */
  because?: ReactNode
  action?: ReactNode
}

/** An answer in words with what it rests on, how sure it is, and the thing to do about it. */
export function AnswerCard({ question, sentence, evidence, certainty, because, action }: Props) {
  return (
    <article className="tutti-card">
      <Stack gap="sm" p={20}>
        <div>
          {question !== undefined && <h2 className={classes.cardQuestion}>{question}</h2>}
          <p className={classes.cardAnswer}>{sentence}</p>
        </div>
        {evidence !== undefined && <div>{evidence}</div>}
        {(certainty !== undefined || (action !== undefined && action !== null)) && (
          <Group justify="space-between" gap="sm">
            {certainty === undefined ? <span /> : <CertaintyMark certainty={certainty} because={because} />}
            {action}
          </Group>
        )}
      </Stack>
    </article>
  )
}

/** How sure an answer is, in words and in one to three bars. */
export function CertaintyMark({ certainty, because }: { certainty: Certainty; because?: ReactNode }) {
  const { t } = useTranslation()
  return (
    <span className={classes.certainty}>
      <span className={classes.certaintyBars} aria-hidden="true">
        {[1, 2, 3].map((bar) => (
          <i key={bar} data-on={bar <= BARS[certainty] || undefined} />
        ))}
      </span>
      {t(`ui.certainty.${certainty}`)}
      {typeof because === 'string' ? because !== '' && `, ${because}` : because}
    </span>
  )
}
