import { Anchor } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { AnswerCard } from '../../ui/answer-card.tsx'
import { useFormats } from '../../ui/format.ts'
import { Chips } from './evidence.tsx'
import classes from './insight.module.css'
import { OpenNumbers } from './number.tsx'
import { ProposedTask } from './proposed-task.tsx'
import own from './together.module.css'
import type { Parties } from './together-cards.tsx'
import { useGroupNames, useTraitName } from './together-words.ts'
import type { Groups } from './words.ts'

type Group = Groups['groups'][number]

/** A found group: what it is called after, who is in it, who is at its edge, and which stated groups it resembles. */
export function GroupCard({ group, parties }: { group: Group; parties: Parties }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const groupName = useGroupNames()
  const { name, size, memberIds, edgeIds, edgeTotal, shared, certainty } = group
  const first = parties.get(memberIds[0] ?? '')?.name ?? ''
  const called = groupName(name, parties)
  const said =
    shared.length === 0
      ? t('together.groups.sentence.around', { count: size, number: number(size) })
      : t('together.groups.sentence.shared', { count: size, number: number(size), first })
  return (
    <AnswerCard
      question={t('together.groups.number', { number: number(group.number + 1) })}
      sentence={called}
      evidence={
        <>
          <p className={own.size}>{said}</p>
          <Shared group={group} />
          <Chips ids={memberIds} total={size} parties={parties} />
          <Anchor component={Link} to={{ search: `?of=${memberIds[0]}` }} size="sm" underline="always" className={classes.furtherOn}>
            {t('together.groups.list.open', { number: number(size) })}
          </Anchor>
          {edgeTotal > 0 && (
            <div className={classes.piece}>
              <span className={classes.quiet}>
                {edgeTotal === size
                  ? t('together.groups.edgeAll')
                  : t('together.groups.edge', { count: edgeTotal, number: number(edgeTotal) })}
              </span>
              {edgeTotal < size && <Chips ids={edgeIds} total={edgeTotal} parties={parties} />}
            </div>
          )}
          <Overlaps group={group} parties={parties} />
        </>
      }
      certainty={certainty.level}
      because={<OpenNumbers figures={certainty.figures} />}
      action={
        <ProposedTask
          about={`group.${memberIds[0]}`}
          title={t(name.by === 'around' ? 'together.groups.taskAround' : 'together.groups.task', {
            name: first,
            group: t('insight.quoted', { name: called }),
          })}
          why={said}
          partyId={memberIds[0] ?? null}
        />
      }
    />
  )
}

/** What is over-represented in the group, inside against outside. */
function Shared({ group: { shared } }: { group: Group }) {
  const { t } = useTranslation()
  const { percent } = useFormats()
  const traitName = useTraitName()
  if (shared.length === 0) return null
  return (
    <ul className={own.facts}>
      {shared.map(({ by, value, inside, outside }) => (
        <li key={`${by} ${value}`}>
          {t(`together.groups.shared.${by}`, { value: traitName(by, value), inside: percent(inside), outside: percent(outside) })}
        </li>
      ))}
    </ul>
  )
}

/** Groups that somebody stated and that lie partly or wholly in this one. */
function Overlaps({ group: { overlaps }, parties }: { group: Group; parties: Parties }) {
  const { t } = useTranslation()
  const { percent } = useFormats()
  if (overlaps.length === 0) return null
  return (
    <ul className={own.facts}>
      {overlaps.map(({ by, partyId, tag, ofStated, ofFound }) => (
        <li key={partyId ?? tag}>
          {t(`together.groups.overlap.${by}`, {
            name: partyId === null ? (tag ?? '') : (parties.get(partyId)?.name ?? ''),
            stated: percent(ofStated),
            found: percent(ofFound),
          })}
        </li>
      ))}
    </ul>
  )
}
