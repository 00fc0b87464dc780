import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../../data/session.ts'
import { paths } from '../../../paths.ts'
import { AnswerCard } from '../../../ui/answer-card.tsx'
import { useFormats } from '../../../ui/format.ts'
import { Chips, Pieces } from '../evidence.tsx'
import { LeftOut } from '../left-out.tsx'
import { OpenNumbers } from '../number.tsx'
import { ProposedTask } from '../proposed-task.tsx'
import type { NamedParty } from '../words.ts'
import { AsideForm } from './aside-form.tsx'
import classes from './gaps.module.css'
import type { Gap } from './queries.ts'
import { ValueAtStake } from './value.tsx'
import { sayGap, sayTask, shortKey } from './words.ts'

type Props = { gap: Gap; place: number; parties: ReadonlyMap<string, NamedParty>; mayWrite: boolean }

/** One gap: what is missing, what that is worth and by which formula, whom it is about, how sure it is, and what to do. */
export function GapCard({ gap, place, parties, mayWrite }: Props) {
  const { t } = useTranslation()
  const formats = useFormats()
  const words = { t, formats }
  const [isSetting, setSetting] = useState(false)
  const sentence = sayGap(words, gap)
  const toMeet = gap.task.partyIds
  return (
    <AnswerCard
      question={t('gaps.place', { place: formats.number(place), sort: t(`gaps.sorts.${gap.sort}`) })}
      sentence={sentence}
      evidence={
        <div className={classes.evidence}>
          <Back gap={gap} />
          <ValueAtStake gap={gap} parties={parties} />
          <About gap={gap} parties={parties} />
          {gap.figures.length > 0 && <OpenNumbers figures={gap.figures} />}
        </div>
      }
      {...(gap.certainty && { certainty: gap.certainty.level, because: <OpenNumbers figures={gap.certainty.figures} /> })}
      action={
        <div className={classes.actions}>
          <ProposedTask
            about={shortKey(gap)}
            title={sayTask(words, gap)}
            why={sentence}
            partyId={gap.task.partyIds[0] ?? null}
            {...(toMeet.length > 1 && { who: <Chips ids={toMeet} total={toMeet.length} parties={parties} /> })}
          />
          {toMeet.length > 1 && <LeftOut ids={toMeet} />}
          <Further gap={gap} />
          {mayWrite && (
            <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setSetting(true)}>
              {t('gaps.aside.open')}
            </Button>
          )}
          {isSetting && <AsideForm gap={gap} sentence={sentence} onEnd={() => setSetting(false)} />}
        </div>
      }
    />
  )
}

/** Why something that was set aside is here again. */
function Back({ gap: { aside } }: { gap: Gap }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  if (aside === null || aside.isBack === null) return null
  return <p className={classes.back}>{t(`gaps.aside.back.${aside.isBack}`, { date: date(aside.setAt), reason: aside.reason })}</p>
}

function About({ gap, parties }: Pick<Props, 'gap' | 'parties'>) {
  const { t } = useTranslation()
  const { number } = useFormats()
  // what a formula names is not named twice
  const isNamed =
    gap.value.terms.length > 0 && gap.sort === 'need' && gap.partyIds.every((id) => gap.value.terms.some((term) => term.partyId === id))
  return (
    <>
      {!isNamed && gap.partyIds.length > 0 && <Chips ids={gap.partyIds} total={gap.partyTotal} parties={parties} />}
      {gap.sort === 'onlyWay' && <Pieces pieces={gap.groups} lost={gap.concerned} parties={parties} />}
      {gap.sort === 'hole' &&
        gap.groups.map(({ size, partyIds }, k) => (
          <div key={partyIds[0]} className={classes.group}>
            <span className={classes.quiet}>{t(`gaps.groups.${k === 0 ? 'one' : 'other'}`, { number: number(size) })}</span>
            <Chips ids={partyIds} total={size} parties={parties} />
          </div>
        ))}
    </>
  )
}

/** Where more is said of it: what would make it safe, or the groups by the names they have there. */
function Further({ gap: { sort, partyIds } }: { gap: Gap }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  if (sort !== 'onlyWay' && sort !== 'hole') return null
  const to = sort === 'hole' ? paths.groups(ecosystemId) : paths.whatIf(ecosystemId, partyIds[0]!)
  return (
    <Button component={Link} to={to} variant="subtle" size="compact-sm">
      {t(sort === 'hole' ? 'insight.evidence.further.groups' : 'insight.evidence.whatIf')}
    </Button>
  )
}
