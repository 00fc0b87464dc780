import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useFormats } from '../../ui/format.ts'
import { OneParty, ToMeet } from './evidence.tsx'
import classes from './insight.module.css'
import { OpenNumbers } from './number.tsx'
import own from './together.module.css'
import { type Parties, TogetherCard } from './together-cards.tsx'
import { sayRole, useGroupNames, useTraitName } from './together-words.ts'
import type { Answer, Together } from './words.ts'

type Brokerage = Together['brokerage'][number]
type By = Brokerage['by']

/** Of so many whose group is known a way to group them says something of itself. */
const KNOWN_MIN = 0.5

/** The brokers, and between whom each of them stands: by kind, sector, town or found group, as the reader chooses. */
export function BrokersCard({ answer, together, parties }: { answer: Answer; together: Together; parties: Parties }) {
  const { t } = useTranslation()
  const [query, setQuery] = useSearchParams()
  const namesOf = useNamesOf(together, parties)
  const chosen =
    together.brokerage.find(({ by }) => by === query.get('by')) ??
    together.brokerage.find(({ known, groups }) => known >= KNOWN_MIN && groups.length > 1) ??
    together.brokerage.at(-1)
  if (answer.state !== 'found' || chosen === undefined) return <TogetherCard answer={answer} />
  const choose = (by: string | null) =>
    setQuery(
      (now) => {
        const next = new URLSearchParams(now)
        if (by === null) next.delete('by')
        else next.set('by', by)
        return next
      },
      { replace: true, preventScrollReset: true },
    )
  return (
    <TogetherCard answer={answer} who={<ToMeet answer={answer} parties={parties} />}>
      <Select
        className={own.by}
        label={t('together.by.label')}
        data={together.brokerage.map(({ by }) => ({ value: by, label: t(`together.by.${by}`) }))}
        value={chosen.by}
        onChange={choose}
        allowDeselect={false}
        size="xs"
      />
      <ol className={classes.ranking}>
        {answer.witnesses.map(({ partyId, figures }) => (
          <li key={partyId}>
            <div className={classes.row}>
              <OneParty id={partyId} parties={parties} brief />
              <OpenNumbers figures={figures} />
            </div>
            <Role brokerage={chosen} partyId={partyId} names={namesOf(chosen)} />
          </li>
        ))}
      </ol>
      <Known brokerage={chosen} />
    </TogetherCard>
  )
}

function Role({ brokerage: { brokers }, partyId, names }: { brokerage: Brokerage; partyId: string; names: readonly string[] }) {
  const { t } = useTranslation()
  const broker = brokers.find((one) => one.partyId === partyId)
  if (!broker) return null
  const said = sayRole({ t }, broker, names)
  if (said === null) return <p className={own.role}>{t('together.role.unknown')}</p>
  return (
    <div className={classes.row}>
      <p className={own.role}>{said}</p>
      <OpenNumbers
        figures={[
          { definition: 'roleShare', value: broker.share },
          { definition: 'brokeredPaths', value: broker.paths },
        ]}
      />
    </div>
  )
}

/** How much is known of what they are grouped by, where it is not all. */
function Known({ brokerage: { by, known } }: { brokerage: Brokerage }) {
  const { t } = useTranslation()
  const { percent } = useFormats()
  if (known >= 1) return null
  return <p className={classes.note}>{t(`together.by.known.${by}`, { share: percent(known) })}</p>
}

function useNamesOf({ groupNames }: Together, parties: Parties): (brokerage: Brokerage) => string[] {
  const groupName = useGroupNames()
  const traitName = useTraitName()
  const nameOf = (by: By, value: string) => {
    if (by !== 'found') return traitName(by, value)
    const name = groupNames[Number(value)]
    return name ? groupName(name, parties) : value
  }
  return ({ by, groups }) => groups.map((value) => nameOf(by, value))
}
