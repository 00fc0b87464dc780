import { Anchor, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { AnswerCard } from '../../ui/answer-card.tsx'
import { useFormats } from '../../ui/format.ts'
import { Evidence, ToMeet } from './evidence.tsx'
import classes from './insight.module.css'
import { OpenNumbers } from './number.tsx'
import { LookAgain, type Proposal, ProposedTask } from './proposed-task.tsx'
import { type Answer, type NamedParty, say } from './words.ts'

type Props = { answer: Answer; parties: ReadonlyMap<string, NamedParty> }

/** One question with its answer, what that rests on, how sure it is, and the task it proposes. */
export function AnswerView({ answer, parties }: Props) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { key, sentence, certainty } = answer
  const proposal = useProposal(answer)
  const question = t(`insight.question.${key}`)
  const said = say({ t, formats }, sentence)
  return (
    <AnswerCard
      question={question}
      sentence={said}
      evidence={
        answer.state === 'found' || answer.categories.length > 0 ? (
          <>
            <Evidence answer={answer} parties={parties} />
            <Further about={key} />
          </>
        ) : undefined
      }
      {...(certainty && { certainty: certainty.level, because: <OpenNumbers figures={certainty.figures} /> })}
      action={
        proposal ? (
          <ProposedTask {...proposal} who={<ToMeet answer={answer} parties={parties} />} />
        ) : (
          <LookAgain about={key} question={question} why={said} />
        )
      }
    />
  )
}

/** Where a question is answered at length. */
const FURTHER: Partial<Record<Answer['key'], 'together' | 'groups'>> = {
  bestConnected: 'together',
  wouldCutOff: 'together',
  bridgesGroups: 'groups',
}

function Further({ about }: { about: Answer['key'] }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const further = FURTHER[about]
  if (further === undefined) return null
  return (
    <Anchor component={Link} to={paths[further](ecosystemId)} size="sm" underline="always" className={classes.furtherOn}>
      {t(`insight.evidence.further.${further}`)}
    </Anchor>
  )
}

/** The questions that wait for more ties, together: what is missing and the one task for it. */
export function WaitingView({ answers }: { answers: readonly Answer[] }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const [first] = answers
  const proposal = useProposal(first)
  if (!first) return null
  return (
    <AnswerCard
      question={t('insight.question.waiting')}
      sentence={say({ t, formats }, first.sentence)}
      evidence={
        <>
          <Text size="sm" className={classes.quiet}>
            {t('insight.evidence.waitingFor')}
          </Text>
          <ul className={classes.waiting}>
            {answers.map(({ key }) => (
              <li key={key}>{t(`insight.question.${key}`)}</li>
            ))}
          </ul>
        </>
      }
      action={proposal && <ProposedTask {...proposal} />}
    />
  )
}

/** The task of an answer in the reader's words. */
function useProposal(answer: Answer | undefined): Proposal | null {
  const { t } = useTranslation()
  const formats = useFormats()
  if (!answer?.task) return null
  const { key, sentence, task } = answer
  return { about: key, title: say({ t, formats }, task.title), why: say({ t, formats }, sentence), partyId: task.partyIds[0] ?? null }
}
