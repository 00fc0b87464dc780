import { Anchor } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AnswerCard } from '../../ui/answer-card.tsx'
import { useFormats } from '../../ui/format.ts'
import type { TieSort } from './change-words.ts'
import { Chips, OneParty } from './evidence.tsx'
import classes from './insight.module.css'
import { OpenNumbers } from './number.tsx'
import { OpenTie } from './open-tie.tsx'
import { ProposedTask } from './proposed-task.tsx'
import type { Changes, NamedParty } from './words.ts'

const TIES_SHOWN = 5

type Parties = ReadonlyMap<string, NamedParty>
type TieChange = Changes['ties']['fresh']['items'][number]

/** The ties of one sort, the weightiest first, and what to do about the first. */
export function TiesCard({ sort, changes: { ties, certainty, since }, parties }: { sort: TieSort; changes: Changes; parties: Parties }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const changes = ties[sort]
  const [first] = changes.items
  if (first === undefined) return null
  const [a, b] = [parties.get(first.fromId)?.name ?? '', parties.get(first.toId)?.name ?? '']
  const sentence = t(`changes.sentence.${sort}`, { count: changes.total, number: number(changes.total), a, b })
  return (
    <AnswerCard
      question={t(`changes.question.${sort}`)}
      sentence={sentence}
      evidence={<Ties changes={changes} parties={parties} asOf={sort === 'lost' ? since : undefined} />}
      certainty={certainty.level}
      because={<OpenNumbers figures={certainty.figures} />}
      action={<ProposedTask about={sort} title={t(`changes.task.${sort}`, { a, b })} why={sentence} partyId={first.fromId} />}
    />
  )
}

type TiesProps = { changes: Changes['ties'][TieSort]; parties: Parties; asOf: string | undefined }

function Ties({ changes: { items, total }, parties, asOf }: TiesProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [open, setOpen] = useState(false)
  return (
    <>
      <ul className={classes.ranking}>
        {(open ? items : items.slice(0, TIES_SHOWN)).map((tie) => (
          <TieRow key={`${tie.fromId} ${tie.type} ${tie.toId}`} tie={tie} parties={parties} asOf={asOf} />
        ))}
        {open && total > items.length && (
          <li className={classes.quiet}>{t('insight.evidence.andMore', { number: number(total - items.length) })}</li>
        )}
      </ul>
      {items.length > TIES_SHOWN && (
        <Anchor component="button" type="button" size="sm" mt="xs" onClick={() => setOpen(!open)}>
          {open ? t('insight.evidence.showFewer') : t('insight.evidence.showAll', { number: number(total) })}
        </Anchor>
      )}
    </>
  )
}

type RowProps = { tie: TieChange; parties: Parties; asOf: string | undefined }

function TieRow({ tie: { fromId, toId, type, before, after }, parties, asOf }: RowProps) {
  const { t } = useTranslation()
  const { percent } = useFormats()
  return (
    <li className={classes.row}>
      <span className={classes.chips}>
        <OneParty id={fromId} parties={parties} brief />
        <OpenTie fromId={fromId} toId={toId} type={type} parties={parties} asOf={asOf} />
        <OneParty id={toId} parties={parties} brief />
      </span>
      {before !== null && after !== null && (
        <span className={`${classes.numbers} ${classes.quiet} ${classes.strengths}`}>
          {t('changes.strength', { before: percent(before), after: percent(after) })}
        </span>
      )}
    </li>
  )
}

/** Who became the only way to others meanwhile, and around whom there is a second way now. */
export function OnlyWayCard({ changes: { onlyWay, onlyWayCertainty: certainty }, parties }: { changes: Changes; parties: Parties }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { became, evaded } = onlyWay
  if (became.total + evaded.total === 0) return null
  const say = (key: 'became' | 'evaded') =>
    t(`changes.sentence.${key}`, {
      count: onlyWay[key].total,
      number: number(onlyWay[key].total),
      name: parties.get(onlyWay[key].items[0]!)?.name,
    })
  const sentence = (['became', 'evaded'] as const)
    .filter((key) => onlyWay[key].total > 0)
    .map(say)
    .join(' ')
  const first = became.items[0] ?? evaded.items[0]!
  const task = t(`changes.task.${became.total > 0 ? 'onlyWay' : 'evaded'}`, { name: parties.get(first)?.name })
  return (
    <AnswerCard
      question={t('changes.question.onlyWay')}
      sentence={sentence}
      evidence={
        <>
          <Sort label={t('changes.became')} list={became} parties={parties} />
          <Sort label={t('changes.evaded')} list={evaded} parties={parties} />
        </>
      }
      certainty={certainty.level}
      because={<OpenNumbers figures={certainty.figures} />}
      action={<ProposedTask about="onlyway" title={task} why={sentence} partyId={first} />}
    />
  )
}

/** Who came to the map and who left it. */
export function PartiesCard({ changes: { parties: moved, certainty }, parties }: { changes: Changes; parties: Parties }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  if (moved.fresh.total + moved.gone.total === 0) return null
  const say = (key: 'came' | 'went', { items, total }: Changes['parties']['fresh']) =>
    total === 0 ? [] : [t(`changes.sentence.${key}`, { count: total, number: number(total), name: parties.get(items[0]!)?.name })]
  const sentence = [...say('came', moved.fresh), ...say('went', moved.gone)].join(' ')
  const [sort, { items, total }] = moved.fresh.total > 0 ? (['came', moved.fresh] as const) : (['went', moved.gone] as const)
  const first = items[0]!
  return (
    <AnswerCard
      question={t('changes.question.parties')}
      sentence={sentence}
      evidence={
        <>
          <Sort label={t('changes.came')} list={moved.fresh} parties={parties} />
          <Sort label={t('changes.went')} list={moved.gone} parties={parties} />
        </>
      }
      certainty={certainty.level}
      because={<OpenNumbers figures={certainty.figures} />}
      action={
        <ProposedTask
          about={sort}
          title={t(`changes.task.${sort}`, { count: total, number: number(total), name: parties.get(first)?.name })}
          why={sentence}
          partyId={sort === 'came' ? first : null}
        />
      }
    />
  )
}

export function Sort({ label, list, parties }: { label: string; list: Changes['parties']['fresh']; parties: Parties }) {
  if (list.total === 0) return null
  return (
    <div className={classes.piece}>
      <span className={classes.quiet}>{label}</span>
      <Chips ids={list.items} total={list.total} parties={parties} />
    </div>
  )
}
