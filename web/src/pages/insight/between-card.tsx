import { Anchor } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AnswerCard } from '../../ui/answer-card.tsx'
import { useFormats } from '../../ui/format.ts'
import { Chips } from './evidence.tsx'
import classes from './insight.module.css'
import { LeftOut } from './left-out.tsx'
import { OpenNumbers } from './number.tsx'
import { LookAgain, ProposedTask } from './proposed-task.tsx'
import type { Parties } from './together-cards.tsx'
import { useGroupNames } from './together-words.ts'
import type { Groups } from './words.ts'

type Between = Groups['between'][number]
type Props = { groups: Groups; parties: Parties }

const SHOWN = 6

/** Who stands between the groups: holes and single ways first, each with an introduction that would help. */
export function BetweenCard({ groups, parties }: Props) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [open, setOpen] = useState(false)
  const { between } = groups
  const count = (state: Between['state']) => between.filter((one) => one.state === state).length
  const [holes, single] = [count('none'), count('single')]
  const said = [
    ...(holes > 0 ? [t('together.between.sentence.none', { count: holes, number: number(holes) })] : []),
    ...(single > 0 ? [t('together.between.sentence.single', { count: single, number: number(single) })] : []),
  ]
  const sentence = said.length > 0 ? said.join(' ') : t('together.between.sentence.several')
  const { certainty } = groups
  return (
    <AnswerCard
      question={t('together.between.question')}
      sentence={sentence}
      evidence={
        <>
          <ul className={classes.ranking}>
            {between.slice(0, open ? between.length : SHOWN).map((one) => (
              <BetweenRow key={`${one.a} ${one.b}`} between={one} groups={groups} parties={parties} />
            ))}
          </ul>
          {between.length > SHOWN && (
            <Anchor component="button" type="button" size="sm" mt="xs" onClick={() => setOpen(!open)}>
              {open ? t('insight.evidence.showFewer') : t('insight.evidence.showAll', { number: number(between.length) })}
            </Anchor>
          )}
        </>
      }
      {...(certainty && { certainty: certainty.level, because: <OpenNumbers figures={certainty.figures} /> })}
      action={between.every(({ introduction }) => introduction === null) && <Weakest groups={groups} parties={parties} why={sentence} />}
    />
  )
}

/** Where nobody is to be introduced: who else could stand between the two groups that the fewest ties hold together. */
function Weakest({ groups: { between, groups }, parties, why }: Props & { why: string }) {
  const { t } = useTranslation()
  const groupName = useGroupNames()
  const tied = between.filter(({ state }) => state === 'several')
  const [weakest] = tied.sort((a, b) => a.pairs - b.pairs)
  const carrier = parties.get(weakest?.carrierIds[0] ?? '')
  if (weakest === undefined || carrier === undefined)
    return <LookAgain about="between" question={t('together.between.question')} why={why} />
  const nameOf = (group: number) => t('insight.quoted', { name: groupName(groups[group]!.name, parties) })
  const title = t('together.between.task', { name: carrier.name, a: nameOf(weakest.a), b: nameOf(weakest.b) })
  return <ProposedTask about="between" title={title} why={why} partyId={carrier.id} />
}

function BetweenRow({ between, groups, parties }: Props & { between: Between }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const groupName = useGroupNames()
  const { a, b, pairs, carrierIds, state, introduction } = between
  const nameOf = (group: number) => t('insight.quoted', { name: groupName(groups.groups[group]!.name, parties) })
  const partyName = (id: string | null) => parties.get(id ?? '')?.name ?? ''
  const why = t(`together.between.${state}`, {
    count: pairs,
    number: number(pairs),
    a: nameOf(a),
    b: nameOf(b),
    name: partyName(carrierIds[0] ?? null),
  })
  return (
    <li>
      <span>{why}</span>
      {state === 'several' && <Chips ids={carrierIds} total={carrierIds.length} parties={parties} />}
      {state === 'single' && <Chips ids={carrierIds.slice(0, 1)} total={1} parties={parties} />}
      {introduction && (
        <ProposedTask
          about={`between.${introduction.otherId}`}
          title={t('what-if.introductions.task', { one: partyName(introduction.oneId), other: partyName(introduction.otherId) })}
          why={why}
          partyId={introduction.oneId}
          hint={t(`what-if.introductions.reason.${introduction.reason}`, {
            through: partyName(introduction.throughId),
            category: introduction.category ?? '',
          })}
          who={<Chips ids={[introduction.oneId, introduction.otherId]} total={2} parties={parties} />}
        />
      )}
      {introduction && <LeftOut ids={[introduction.oneId, introduction.otherId]} />}
      {state !== 'several' && introduction === null && <p className={classes.note}>{t('together.between.barred')}</p>}
    </li>
  )
}
