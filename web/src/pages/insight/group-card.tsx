import { useTranslation } from 'react-i18next'
import { AnswerCard } from '../../ui/answer-card.tsx'
import { useFormats } from '../../ui/format.ts'
import { Chips } from './evidence.tsx'
import classes from './insight.module.css'
import type { Parties } from './together-cards.tsx'
import { useGroupNames, useTraitName } from './together-words.ts'
import type { Groups } from './words.ts'

type Group = Groups['groups'][number]

/** A found group: what it is called after, who is in it, who is at its edge, and which stated groups it resembles. */
export function GroupCard({ group, parties }: { group: Group; parties: Parties }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const groupName = useGroupNames()
  const { name, size, memberIds, edgeIds, edgeTotal, shared } = group
  const first = parties.get(memberIds[0] ?? '')?.name ?? ''
  return (
    <AnswerCard
      question={t('together.groups.number', { number: number(group.number + 1) })}
      sentence={groupName(name, parties)}
      evidence={
        <>
          <p className={classes.size}>
            {shared.length === 0
              ? t('together.groups.sentence.around', { count: size, number: number(size) })
              : t('together.groups.sentence.shared', { count: size, number: number(size), first })}
          </p>
          <Shared group={group} />
          <Chips ids={memberIds} total={size} parties={parties} />
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
    <ul className={classes.facts}>
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
    <ul className={classes.facts}>
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
