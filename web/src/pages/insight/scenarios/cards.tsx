import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useMayWrite } from '../../../data/session.ts'
import { AnswerCard } from '../../../ui/answer-card.tsx'
import { useFormats } from '../../../ui/format.ts'
import { Sort } from '../change-cards.tsx'
import { type Introduction, IntroductionsCard } from '../departure-cards.tsx'
import { Chips, OneParty } from '../evidence.tsx'
import { FirstFew } from '../first-few.tsx'
import insight from '../insight.module.css'
import { OpenNumber, OpenNumbers } from '../number.tsx'
import { splitPieces } from '../pieces.ts'
import { LookAgain, ProposedTask } from '../proposed-task.tsx'
import type { Certainty, NamedParty } from '../words.ts'
import { type Comparison, type Scenario, useScenarioWork } from './queries.ts'

/** The type a made-up tie has that comes from an introduction: two who work together from then on. */
export const INTRODUCED = 'partners'

type Parties = ReadonlyMap<string, NamedParty>
type Props = { comparison: Comparison; parties: Parties }

/** Everything the scenario would do to the map, the heaviest first. */
export function ComparisonCards({ scenario, comparison }: { scenario: Scenario; comparison: Comparison }) {
  const { t } = useTranslation()
  const joining = new Set(scenario.changes.flatMap(({ change }) => (change.what === 'partyJoins' ? [change.partyId] : [])))
  const parties = new Map(comparison.names.map((party) => [party.id, { ...party, isMadeUp: joining.has(party.id) }]))
  const props = { comparison, parties }
  return (
    <>
      <ApartCard {...props} scenario={scenario} />
      <IntroductionsCard
        departure={comparison}
        parties={parties}
        again={{ about: `scenario.${scenario.id}`, question: t('scenarios.apart.again', { name: scenario.name }) }}
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

function ApartCard({ comparison: { pieces, cutOff, certainty }, parties, scenario }: Props & { scenario: Scenario }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const sentence =
    cutOff.total === 0
      ? t('scenarios.apart.none')
      : t('scenarios.apart.sentence', { count: cutOff.total, number: number(cutOff.total), name: parties.get(cutOff.items[0]!)?.name })
  const first = parties.get(cutOff.items[0] ?? '')
  const { groups, alone, more } = splitPieces(pieces.items, cutOff.total)
  return (
    <AnswerCard
      question={t('scenarios.apart.question')}
      sentence={sentence}
      {...(cutOff.total > 0 && {
        evidence: (
          <>
            {groups.map(({ size, partyIds }) => (
              <Sort key={partyIds[0]} label={t('scenarios.apart.group')} list={{ items: partyIds, total: size }} parties={parties} />
            ))}
            <Sort label={t('scenarios.apart.alone')} list={{ items: alone.ids, total: alone.total }} parties={parties} />
            {more > 0 && <p className={insight.quiet}>{t('insight.evidence.andMore', { number: number(more) })}</p>}
          </>
        ),
      })}
      {...sure(certainty)}
      action={
        first ? (
          <Task about="apart" title={t('scenarios.apart.task', { name: first.name })} why={sentence} party={first} />
        ) : (
          <LookAgain about={`scenario.${scenario.id}`} question={t('scenarios.apart.again', { name: scenario.name })} why={sentence} />
        )
      }
    />
  )
}

/** How sure a card is, as it takes it. */
function sure(certainty: Certainty) {
  return { certainty: certainty.level, because: <OpenNumbers figures={certainty.figures} /> }
}

/** A task about somebody, who may be made up and then has no page. */
function Task({ about, title, why, party }: { about: string; title: string; why: string; party: NamedParty | undefined }) {
  return (
    <ProposedTask about={`scenario-${about}`} title={title} why={why} partyId={party === undefined || party.isMadeUp ? null : party.id} />
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

function JoinedCard({ comparison: { joined, certainty }, parties }: Props) {
  const { t } = useTranslation()
  const { number } = useFormats()
  if (joined.total === 0) return null
  const first = parties.get(joined.items[0]!)
  const sentence = t('scenarios.joined.sentence', { count: joined.total, number: number(joined.total), name: first?.name })
  return (
    <AnswerCard
      question={t('scenarios.joined.question')}
      sentence={sentence}
      evidence={<Chips ids={joined.items} total={joined.total} parties={parties} />}
      {...sure(certainty)}
      action={<Task about="joined" title={t('scenarios.joined.task', { name: first?.name })} why={sentence} party={first} />}
    />
  )
}

function OnlyWayCard({ comparison: { onlyWay, onlyWayCertainty: certainty }, parties }: Props) {
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
  const first = parties.get(onlyWay[sorts[0]!].items[0]!)
  const task = t(sorts[0] === 'became' ? 'scenarios.onlyWay.task' : 'scenarios.onlyWay.evadedTask', { name: first?.name })
  return (
    <AnswerCard
      question={t('scenarios.onlyWay.question')}
      sentence={sentence}
      evidence={sorts.map((key) => <Sort key={key} label={t(`scenarios.onlyWay.${key}List`)} list={onlyWay[key]} parties={parties} />)}
      {...sure(certainty)}
      action={<Task about="onlyway" title={task} why={sentence} party={first} />}
    />
  )
}

function NeedsCard({ comparison: { needs }, parties }: Props) {
  const { t } = useTranslation()
  const { number } = useFormats()
  if (needs === null || needs.lost.total + needs.gained.total === 0) return null
  const sorts = (['lost', 'gained'] as const).filter((key) => needs[key].total > 0)
  const sentence = sorts.map((key) => t(`scenarios.needs.${key}`, { count: needs[key].total, number: number(needs[key].total) })).join(' ')
  const first = needs[sorts[0]!].items[0]!
  const party = parties.get(first.partyId)
  return (
    <AnswerCard
      question={t('scenarios.needs.question')}
      sentence={sentence}
      evidence={sorts.map((key) => (
        <div key={key} className={insight.piece}>
          <span className={insight.quiet}>{t(`scenarios.needs.${key}List`)}</span>
          <FirstFew
            rows={needs[key].items.map(({ id, partyId, category }) => (
              <li key={id} className={insight.row}>
                <OneParty id={partyId} parties={parties} brief />
                <span className={insight.quiet}>{category}</span>
              </li>
            ))}
            total={needs[key].total}
          />
        </div>
      ))}
      {...sure(needs.certainty)}
      action={
        <Task
          about="needs"
          title={t(`scenarios.needs.${sorts[0]!}Task`, { name: party?.name, category: first.category })}
          why={sentence}
          party={party}
        />
      }
    />
  )
}

function GroupsCard({ comparison: { groups, groupsCertainty: certainty }, parties }: Props) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const sorts = (['split', 'merged'] as const).filter((key) => groups !== null && groups[key].total > 0)
  if (groups === null || sorts.length === 0) return null
  const sentence = sorts
    .map((key) => t(`scenarios.groups.${key}`, { count: groups[key].total, number: number(groups[key].total) }))
    .join(' ')
  const [a, b] = groups[sorts[0]!].items[0]!.map(({ partyIds }) => parties.get(partyIds[0]!))
  return (
    <AnswerCard
      question={t('scenarios.groups.question')}
      sentence={sentence}
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
      {...sure(certainty)}
      action={<Task about="groups" title={t(`scenarios.groups.${sorts[0]!}Task`, { a: a?.name, b: b?.name })} why={sentence} party={a} />}
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
  const sort = isMore ? 'more' : 'less'
  const party = parties.get(first.partyId)
  const sentence = t(`scenarios.moves.${sort}`, { name: party?.name, ...places(first) })
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
      {...sure(moves.certainty)}
      action={<Task about="moves" title={t(`scenarios.moves.${sort}Task`, { name: party?.name })} why={sentence} party={party} />}
    />
  )
}
