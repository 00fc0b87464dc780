import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { AnswerCard } from '../../ui/answer-card.tsx'
import { Bar, Chips, OneParty } from './evidence.tsx'
import classes from './insight.module.css'
import { OpenNumbers } from './number.tsx'
import { LookAgain, ProposedTask } from './proposed-task.tsx'
import own from './together.module.css'
import { useCardWords } from './together-words.ts'
import { type Answer, type Definition, type NamedParty, numberOf } from './words.ts'

export type Parties = ReadonlyMap<string, NamedParty>

/** A question with its answer, how sure it is and the task; what it rests on is the caller's. */
export function TogetherCard({ answer, who, children }: { answer: Answer; who?: ReactNode; children?: ReactNode }) {
  const { question, sentence, proposal } = useCardWords(answer)
  const { certainty } = answer
  return (
    <AnswerCard
      question={question}
      sentence={sentence}
      {...(children !== undefined && { evidence: children })}
      {...(certainty && { certainty: certainty.level, because: <OpenNumbers figures={certainty.figures} /> })}
      action={proposal ? <ProposedTask {...proposal} who={who} /> : <LookAgain about={answer.key} question={question} why={sentence} />}
    />
  )
}

/** Parties in their order, each with its numbers and a bar for the one that orders them. */
export function RankedCard({ answer, parties, by }: { answer: Answer; parties: Parties; by: Definition }) {
  const values = answer.witnesses.map(({ figures }) => numberOf(figures, by) ?? 0)
  const most = Math.max(...values, Number.MIN_VALUE)
  return (
    <TogetherCard answer={answer}>
      {answer.witnesses.length > 0 && (
        <ol className={classes.ranking}>
          {answer.witnesses.map(({ partyId, figures }, place) => (
            <li key={partyId}>
              <div className={classes.row}>
                <OneParty id={partyId} parties={parties} brief={figures.length > 2} />
                <OpenNumbers figures={figures} />
              </div>
              <Bar share={values[place]! / most} />
            </li>
          ))}
        </ol>
      )}
    </TogetherCard>
  )
}

/** How much is left when some leave, and who hangs on a single tie. */
export function RobustCard({ answer, parties }: { answer: Answer; parties: Parties }) {
  const { t } = useTranslation()
  const left = answer.figures.filter(({ definition }) => definition === 'leftByDegree' || definition === 'leftByChance')
  return (
    <TogetherCard answer={answer}>
      <div className={classes.chips}>
        <OpenNumbers figures={left} />
      </div>
      {answer.witnessTotal > 0 && <p className={own.label}>{t('together.loose')}</p>}
      <Chips ids={answer.witnesses.map(({ partyId }) => partyId)} total={answer.witnessTotal} parties={parties} />
    </TogetherCard>
  )
}
