import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { AnswerCard } from '../../ui/answer-card.tsx'
import { useFormats } from '../../ui/format.ts'
import { sayOfLeaving } from './departure-words.ts'
import { OneParty, Pieces } from './evidence.tsx'
import { FirstFew } from './first-few.tsx'
import classes from './insight.module.css'
import { LeftOut } from './left-out.tsx'
import { OpenNumbers } from './number.tsx'
import { LookAgain, ProposedTask } from './proposed-task.tsx'
import { type Departure, type NamedParty, numberOf } from './words.ts'

type Parties = ReadonlyMap<string, NamedParty>
type Props = { departure: Departure; parties: Parties }
export type Introduction = Departure['introductions']['items'][number]
type IntroductionsProps = {
  departure: Pick<Departure, 'introductions' | 'unjoined' | 'pieces' | 'certainty'>
  parties: Parties
  /** What is looked at again where nobody can be introduced. */
  again: { about: string; question: string }
  /** What else can be done with an introduction. */
  further?: (introduction: Introduction) => ReactNode
}

/** The pieces that would break off, the largest first; who could stand in, and whom to try next. */
export function ApartCard({ departure, parties }: Props) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { leaving, next, pieces, certainty } = departure
  const [first] = leaving.items
  const sentence =
    pieces.total === 0
      ? t('what-if.apart.none')
      : t('what-if.apart.sentence', { count: pieces.total, number: formats.number(pieces.total) })
  return (
    <AnswerCard
      question={t('what-if.apart.question')}
      sentence={sentence}
      {...((pieces.total > 0 || next !== null) && {
        evidence: (
          <>
            <Pieces pieces={pieces.items} lost={departure.cutOff.total} parties={parties} words="apart" />
            {next && <AlsoLeaving partyId={next.partyId} name={parties.get(next.partyId)?.name ?? ''} />}
          </>
        ),
      })}
      certainty={certainty.level}
      because={<OpenNumbers figures={certainty.figures} />}
      action={
        <ProposedTask
          about="standin"
          title={sayOfLeaving({ t, formats }, departure, 'apart.task')}
          why={sayOfLeaving({ t, formats }, departure, 'about', sentence)}
          partyId={first ?? null}
        />
      }
    />
  )
}

/** The same with the one besides whose leaving would cut off most. */
function AlsoLeaving({ partyId, name }: { partyId: string; name: string }) {
  const { t } = useTranslation()
  const [query] = useSearchParams()
  const further = new URLSearchParams(query)
  further.append('leaves', partyId)
  return (
    <Anchor component={Link} to={{ search: `?${further}` }} size="sm" underline="always">
      {t('what-if.apart.next', { name })}
    </Anchor>
  )
}

/** The fewest introductions that would hold everybody together, each to become a task, and what conflicts keep apart all the same. */
export function IntroductionsCard({ departure, parties, again, further }: IntroductionsProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { introductions, unjoined, pieces, certainty } = departure
  if (pieces.total === 0) return null
  const counted = { count: introductions.total, number: formats.number(introductions.total) }
  const apart = t('what-if.introductions.pieces', { count: unjoined.total, number: formats.number(unjoined.total) })
  const sentence =
    introductions.total === 0
      ? t('what-if.introductions.barred')
      : unjoined.total > 0
        ? t('what-if.introductions.partly', { ...counted, apart })
        : t('what-if.introductions.sentence', counted)
  return (
    <AnswerCard
      question={t('what-if.introductions.question')}
      sentence={sentence}
      evidence={
        <>
          <FirstFew
            rows={introductions.items.map((introduction) => (
              <IntroductionRow key={introduction.oneId} introduction={introduction} parties={parties} further={further} />
            ))}
            total={introductions.total}
          />
          {unjoined.total > 0 && (
            <>
              <p className={classes.quiet}>{t('what-if.introductions.unjoined')}</p>
              <Pieces pieces={unjoined.items} parties={parties} words="apart" />
            </>
          )}
        </>
      }
      certainty={certainty.level}
      because={<OpenNumbers figures={certainty.figures} />}
      action={introductions.total === 0 && <LookAgain {...again} why={sentence} />}
    />
  )
}

type RowProps = { introduction: Introduction; parties: Parties; further: IntroductionsProps['further'] }

function IntroductionRow({ introduction, parties, further }: RowProps) {
  const { t } = useTranslation()
  const { oneId, otherId, reason, throughId, category } = introduction
  const nameOf = (id: string | null) => parties.get(id ?? '')?.name ?? ''
  const why = t(`what-if.introductions.reason.${reason}`, { through: nameOf(throughId), category: category ?? '' })
  return (
    <li>
      <span className={classes.chips}>
        <OneParty id={oneId} parties={parties} brief />
        <span className={classes.quiet}>{t('what-if.introductions.with')}</span>
        <OneParty id={otherId} parties={parties} brief />
      </span>
      <ProposedTask
        about={`introduction.${otherId}`}
        title={t('what-if.introductions.task', { one: nameOf(oneId), other: nameOf(otherId) })}
        why={why}
        partyId={oneId}
        hint={why}
      />
      <LeftOut ids={[oneId, otherId]} />
      {further?.(introduction)}
    </li>
  )
}

/** The needs that nobody in reach could meet any more, or that there are none. */
export function NeedsCard({ departure, parties }: Props) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { needs, needsCertainty } = departure
  const [first] = needs.items
  if (first === undefined) return <NoNeedsCard departure={departure} />
  const sentence = t('what-if.needs.sentence', { count: needs.total, number: formats.number(needs.total) })
  const task = t('what-if.needs.task', { name: parties.get(first.partyId)?.name, category: first.category })
  return (
    <AnswerCard
      question={t('what-if.needs.question')}
      sentence={sentence}
      evidence={
        <FirstFew
          rows={needs.items.map(({ id, partyId, category }) => (
            <li key={id} className={classes.row}>
              <OneParty id={partyId} parties={parties} brief />
              <span className={classes.quiet}>{category}</span>
            </li>
          ))}
          total={needs.total}
        />
      }
      certainty={needsCertainty.level}
      because={<OpenNumbers figures={needsCertainty.figures} />}
      action={
        <ProposedTask about="needs" title={task} why={sayOfLeaving({ t, formats }, departure, 'about', sentence)} partyId={first.partyId} />
      }
    />
  )
}

/** That no need is lost; where nobody has said anything that this is not known, and who to ask while they are here. */
function NoNeedsCard({ departure }: Pick<Props, 'departure'>) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { leaving, needsCertainty } = departure
  const isKnown = (numberOf(needsCertainty.figures, 'speaking') ?? 0) > 0
  const sentence = t(`what-if.needs.${isKnown ? 'none' : 'unknown'}`)
  const first = leaving.items[0] ?? ''
  const again = sayOfLeaving({ t, formats }, departure, 'again')
  return (
    <AnswerCard
      question={t('what-if.needs.question')}
      sentence={sentence}
      certainty={needsCertainty.level}
      because={<OpenNumbers figures={needsCertainty.figures} />}
      action={
        isKnown ? (
          <LookAgain about={`needs.${first}`} question={again} why={sentence} />
        ) : (
          <ProposedTask about="askneeds" title={sayOfLeaving({ t, formats }, departure, 'needs.ask')} why={sentence} partyId={first} />
        )
      }
    />
  )
}
