import { Anchor } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { OneParty } from './evidence.tsx'
import classes from './insight.module.css'
import { OpenNumber } from './number.tsx'
import own from './together.module.css'
import { type Parties, TogetherCard } from './together-cards.tsx'
import { type Answer, numberOf, type Together } from './words.ts'

type KeySet = Together['breaking'][number]
type Sort = 'breakTogether' | 'reachTogether'
/** Of larger maps so many are thought of as those who reach most. */
const TRIED_MAX = 500

type Props = { answer: Answer; sets: readonly KeySet[]; parties: Parties }

/** For one to five together: who they are, what that does, and where the best single ones would do less. */
export function KeySetsCard({ answer, sets, parties }: Props) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const sort: Sort = answer.key === 'breakTogether' ? 'breakTogether' : 'reachTogether'
  if (answer.state !== 'found') return <TogetherCard answer={answer} />
  return (
    <TogetherCard answer={answer}>
      <table className={own.sets}>
        <caption>{t(`together.sets.caption.${sort}`)}</caption>
        <colgroup>
          <col className={own.countColumn} />
          <col />
          <col className={own.effectColumn} />
        </colgroup>
        <thead>
          <tr>
            {(['count', 'who', 'effect'] as const).map((column) => (
              <th key={column} scope="col" className={own.head}>
                {t(`together.sets.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sets.map((set) => (
            <SetRow key={set.k} set={set} sort={sort} parties={parties} />
          ))}
        </tbody>
      </table>
      {sort === 'reachTogether' && (numberOf(answer.figures, 'parties') ?? 0) > TRIED_MAX && (
        <p className={classes.note}>{t('together.sets.tried', { number: number(TRIED_MAX) })}</p>
      )}
    </TogetherCard>
  )
}

function SetRow({ set, sort, parties }: { set: KeySet; sort: Sort; parties: Parties }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const { k, partyIds, effect, cutOff, alone, stability } = set
  const isBreaking = sort === 'breakTogether'
  return (
    <tr>
      <th scope="row" className={own.count}>
        {number(k)}
      </th>
      <td className={own.cell}>
        <div className={classes.chips}>
          {partyIds.map((id) => (
            <OneParty key={id} id={id} parties={parties} brief />
          ))}
        </div>
        {alone && <Alone set={set} alone={alone} sort={sort} parties={parties} />}
        {isBreaking && (
          <Anchor component={Link} to={paths.whatIf(ecosystemId, partyIds)} size="sm" underline="always">
            {t('together.sets.whatIf', { count: k })}
          </Anchor>
        )}
      </td>
      <td className={own.cell}>
        <div className={own.effects}>
          {isBreaking && <OpenNumber figure={{ definition: 'cutOff', value: cutOff }} />}
          <OpenNumber figure={{ definition: isBreaking ? 'pairsApart' : 'reachedTogether', value: effect }} />
          <OpenNumber figure={{ definition: 'sameAgain', value: stability }} />
        </div>
      </td>
    </tr>
  )
}

/** That the best single ones are others, and would do less together. */
function Alone({ set, alone, sort, parties }: { set: KeySet; alone: NonNullable<KeySet['alone']>; sort: Sort; parties: Parties }) {
  const { t } = useTranslation()
  const { percent, list, number } = useFormats()
  const others = alone.partyIds.filter((id) => !set.partyIds.includes(id)).map((id) => parties.get(id)?.name ?? '')
  const byCount = sort === 'breakTogether' && alone.cutOff !== set.cutOff
  // what differs by less than is shown would read as the same
  if (!byCount && percent(alone.effect) === percent(set.effect)) return null
  return (
    <p className={own.alone}>
      {t(`together.sets.alone.${sort}.${byCount ? 'count' : 'share'}`, {
        count: alone.cutOff,
        number: number(alone.cutOff),
        names: list(others),
        share: percent(alone.effect),
      })}
    </p>
  )
}
