import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useMayWrite } from '../../../data/session.ts'
import { AnswerCard } from '../../../ui/answer-card.tsx'
import { useFormats } from '../../../ui/format.ts'
import { Sort } from '../change-cards.tsx'
import { type Introduction, IntroductionsCard } from '../departure-cards.tsx'
import { Chips, OneParty } from '../evidence.tsx'
import insight from '../insight.module.css'
import { OpenNumber, OpenNumbers } from '../number.tsx'
import { ProposedTask } from '../proposed-task.tsx'
import type { NamedParty } from '../words.ts'
import { type Comparison, type Scenario, useScenarioWork } from './queries.ts'

/** The type a made-up tie has that comes from an introduction: two who work together from then on. */
export const INTRODUCED = 'partners'

type Parties = ReadonlyMap<string, NamedParty>
type Props = { comparison: Comparison; parties: Parties }

/** Everything the scenario would do to the map, the heaviest first. */
export function ComparisonCards({ scenario, comparison }: { scenario: Scenario; comparison: Comparison }) {
  const joining = new Set(scenario.changes.flatMap(({ change }) => (change.what === 'partyJoins' ? [change.partyId] : [])))
  const parties = new Map(comparison.names.map((party) => [party.id, { ...party, isMadeUp: joining.has(party.id) }]))
  const props = { comparison, parties }
  return (
    <>
      <ApartCard {...props} />
      <IntroductionsCard
        departure={comparison}
        parties={parties}
        further={(introduction) => <AddIntroduction scenario={scenario} introduction={introduction} />}
      />
      <JoinedCard {...props} />
      <OnlyWayCard {...props} />
      <NeedsCard {...props} />
      <GroupsCard {...props} />
      <MovesCard {...props} />
    </>
  )
}

function ApartCard({ comparison: { pieces, cutOff, certainty }, parties }: Props) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const sentence =
    cutOff.total === 0
      ? t('scenarios.apart.none')
      : t('scenarios.apart.sentence', { count: cutOff.total, number: number(cutOff.total), name: parties.get(cutOff.items[0]!)?.name })
  const alone = pieces.items.filter(({ size }) => size === 1).flatMap(({ partyIds }) => partyIds)
  return (
    <AnswerCard
      question={t('scenarios.apart.question')}
      sentence={sentence}
      {...(cutOff.total > 0 && {
        evidence: (
          <>
            {pieces.items
              .filter(({ size }) => size > 1)
              .map(({ size, partyIds }) => (
                <Sort key={partyIds[0]} label={t('scenarios.apart.group')} list={{ items: partyIds, total: size }} parties={parties} />
              ))}
            <Sort label={t('scenarios.apart.alone')} list={{ items: alone, total: alone.length }} parties={parties} />
          </>
        ),
      })}
      certainty={certainty.level}
      because={<OpenNumbers figures={certainty.figures} />}
    />
  )
}

/** Makes a proposed introduction a tie of the scenario, to see what it would do. */
function AddIntroduction({ scenario, introduction: { oneId, otherId } }: { scenario: Scenario; introduction: Introduction }) {
  const { t } = useTranslation()
  const mayWrite = useMayWrite()
  const { add } = useScenarioWork(scenario.id)
  if (!mayWrite) return null
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      mt={4}
      leftSection={<IconPlus size={16} aria-hidden="true" />}
      loading={add.isPending}
      onClick={() => add.mutate({ what: 'tieComes', fromId: oneId, toId: otherId, type: INTRODUCED, strength: null })}
    >
      {t('scenarios.apart.tryIt')}
    </Button>
  )
}

function JoinedCard({ comparison: { joined }, parties }: Props) {
  const { t } = useTranslation()
  const { number } = useFormats()
  if (joined.total === 0) return null
  return (
    <AnswerCard
      question={t('scenarios.joined.question')}
      sentence={t('scenarios.joined.sentence', {
        count: joined.total,
        number: number(joined.total),
        name: parties.get(joined.items[0]!)?.name,
      })}
      evidence={<Chips ids={joined.items} total={joined.total} parties={parties} />}
    />
  )
}

function OnlyWayCard({ comparison: { onlyWay }, parties }: Props) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const sorts = (['became', 'evaded'] as const).filter((key) => onlyWay[key].total > 0)
  if (sorts.length === 0) return null
  const sentence = sorts
    .map((key) => {
      const { total, items } = onlyWay[key]
      return t(`scenarios.onlyWay.${key}`, { count: total, number: number(total), name: parties.get(items[0]!)?.name })
    })
    .join(' ')
  const first = parties.get(onlyWay.became.items[0] ?? '')
  return (
    <AnswerCard
      question={t('scenarios.onlyWay.question')}
      sentence={sentence}
      evidence={sorts.map((key) => <Sort key={key} label={t(`scenarios.onlyWay.${key}List`)} list={onlyWay[key]} parties={parties} />)}
      action={
        first && (
          <ProposedTask
            about="scenario-onlyway"
            title={t('scenarios.onlyWay.task', { name: first.name })}
            why={sentence}
            partyId={first.isMadeUp ? null : first.id}
          />
        )
      }
    />
  )
}

function NeedsCard({ comparison: { needs }, parties }: Props) {
  const { t } = useTranslation()
  const { number } = useFormats()
  if (needs === null || needs.lost.total + needs.gained.total === 0) return null
  const sorts = (['lost', 'gained'] as const).filter((key) => needs[key].total > 0)
  return (
    <AnswerCard
      question={t('scenarios.needs.question')}
      sentence={sorts.map((key) => t(`scenarios.needs.${key}`, { count: needs[key].total, number: number(needs[key].total) })).join(' ')}
      evidence={sorts.map((key) => (
        <div key={key} className={insight.piece}>
          <span className={insight.quiet}>{t(`scenarios.needs.${key}List`)}</span>
          <ul className={insight.ranking}>
            {needs[key].items.map(({ id, partyId, category }) => (
              <li key={id} className={insight.row}>
                <OneParty id={partyId} parties={parties} brief />
                <span className={insight.quiet}>{category}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    />
  )
}

function GroupsCard({ comparison: { groups }, parties }: Props) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const sorts = (['split', 'merged'] as const).filter((key) => groups !== null && groups[key].total > 0)
  if (groups === null || sorts.length === 0) return null
  return (
    <AnswerCard
      question={t('scenarios.groups.question')}
      sentence={sorts.map((key) => t(`scenarios.groups.${key}`, { count: groups[key].total, number: number(groups[key].total) })).join(' ')}
      evidence={sorts.map((key) =>
        groups[key].items.map((parts) => (
          <div key={`${key} ${parts[0]!.partyIds[0]}`}>
            {parts.map(({ size, partyIds }, k) => (
              <Sort
                key={partyIds[0]}
                label={k === 0 ? t(`scenarios.groups.${key}Parts`) : t('scenarios.groups.and')}
                list={{ items: partyIds, total: size }}
                parties={parties}
              />
            ))}
          </div>
        )),
      )}
    />
  )
}

function MovesCard({ comparison: { moves }, parties }: Props) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [first] = moves.items
  if (first === undefined) return null
  const place = (value: number | null) =>
    value === null ? t('scenarios.moves.noPlace') : t('scenarios.moves.place', { number: number(value) })
  const places = ({ placeBefore, placeAfter }: typeof first) => ({ before: place(placeBefore), after: place(placeAfter) })
  const isMore = (first.placeAfter ?? Number.POSITIVE_INFINITY) < (first.placeBefore ?? Number.POSITIVE_INFINITY)
  const sentence = t(`scenarios.moves.${isMore ? 'more' : 'less'}`, { name: parties.get(first.partyId)?.name, ...places(first) })
  return (
    <AnswerCard
      question={t('scenarios.moves.question')}
      sentence={sentence}
      evidence={
        <ul className={insight.ranking}>
          {moves.items.map((move) => (
            <li key={move.partyId} className={insight.row}>
              <OneParty id={move.partyId} parties={parties} brief />
              <span className={insight.numbers}>
                <span className={`${insight.quiet} ${insight.strengths}`}>{t('scenarios.moves.places', places(move))}</span>
                {move.after !== null && <OpenNumber figure={{ definition: moves.by, value: move.after }} />}
              </span>
            </li>
          ))}
        </ul>
      }
      certainty={moves.certainty.level}
      because={<OpenNumbers figures={moves.certainty.figures} />}
    />
  )
}
