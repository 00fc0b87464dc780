import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { pauseUntilRead, ReadingAge } from '../../data/reading-age.tsx'
import { useEcosystem } from '../../data/session.ts'
import { ToInsight } from '../../data/to-insight.tsx'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { WaitingCards } from '../../ui/waiting-cards.tsx'
import { WaitingView } from './answer.tsx'
import { BrokersCard } from './brokers-card.tsx'
import { Ground } from './ground.tsx'
import classes from './insight.module.css'
import { KeySetsCard } from './key-sets-card.tsx'
import { RankedCard, RobustCard } from './together-cards.tsx'
import type { Together } from './words.ts'

/** Who holds the map together: the few who count together, hubs, carriers of the flow, brokers and what kind they are, and how robust it is. */
export function Component() {
  const { t } = useTranslation()
  const formats = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const together = useQuery({
    queryKey: ['insight', ecosystemId, 'together'],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/insight/together', { params: { path: { ecosystemId } } })),
    refetchInterval: ({ state }) => pauseUntilRead(state.data?.freshness),
  })
  const { data } = together
  return (
    <PageFrame>
      <PageHead title={t('together.title')} answer={data && headOf(data)} action={<ToInsight />} />
      {data && <ReadingAge freshness={data.freshness} />}
      {together.isPending && <WaitingCards label={t('insight.reading')} heights={[220, 220, 180]} />}
      {together.isError && !data && <Failure error={together.error} again={() => together.refetch()} />}
      {data && <Cards together={data} />}
    </PageFrame>
  )

  function headOf({ items, breaking, parties }: Together): string {
    if (items[0]?.state === 'unknown') return t('insight.head.waiting')
    const [first] = breaking
    const name = parties.find(({ id }) => id === first?.partyIds[0])?.name ?? ''
    if (first && first.cutOff > 0) return t('together.head.one', { name, count: first.cutOff, number: formats.number(first.cutOff) })
    const least = breaking.find(({ cutOff }) => cutOff > 0)
    return least ? t('together.head.several', { number: formats.number(least.k) }) : t('together.head.nobody')
  }
}

function Cards({ together }: { together: Together }) {
  const { t } = useTranslation()
  const parties = new Map(together.parties.map((party) => [party.id, party]))
  const of = (key: Together['items'][number]['key']) => together.items.find((item) => item.key === key)
  const [first] = together.items
  if (first?.state === 'unknown') return <WaitingView answers={[first]} />
  const [breaks, reaches, hubs, flow, brokers, robust] = [
    of('breakTogether'),
    of('reachTogether'),
    of('bestConnected'),
    of('carriesFlow'),
    of('bridgesGroups'),
    of('robust'),
  ]
  return (
    <div className={classes.columns}>
      <div className={classes.cards}>
        {breaks && <KeySetsCard answer={breaks} sets={together.breaking} parties={parties} />}
        {reaches && <KeySetsCard answer={reaches} sets={together.reaching} parties={parties} />}
        {brokers && <BrokersCard answer={brokers} together={together} parties={parties} />}
        {flow && <RankedCard answer={flow} parties={parties} by="wayShare" />}
        {hubs && <RankedCard answer={hubs} parties={parties} by="degree" />}
        {robust && <RobustCard answer={robust} parties={parties} />}
      </div>
      {robust && (
        <Ground figures={robust.figures}>
          <p className={classes.note}>{t('insight.aside.note')}</p>
        </Ground>
      )}
    </div>
  )
}
