import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { answer, api } from '../../api.ts'
import { pauseUntilRead, ReadingAge } from '../../data/reading-age.tsx'
import { useEcosystem } from '../../data/session.ts'
import { ToInsight } from '../../data/to-insight.tsx'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { AnswerCard, CertaintyMark } from '../../ui/answer-card.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { WaitingCards } from '../../ui/waiting-cards.tsx'
import { BetweenCard } from './between-card.tsx'
import { Ground } from './ground.tsx'
import { GroupCard } from './group-card.tsx'
import { GroupList } from './group-list.tsx'
import classes from './insight.module.css'
import { OpenNumbers } from './number.tsx'
import { ProposedTask } from './proposed-task.tsx'
import { sayGroups, sayTogether } from './together-words.ts'
import { type Groups, say } from './words.ts'

/** The groups that ties make, what their members share, and who stands between them; `?of=` lists everybody in the group of a party. */
export function Component() {
  const [query] = useSearchParams()
  const of = query.get('of')
  return of === null ? <GroupsPage /> : <GroupList partyId={of} />
}

function GroupsPage() {
  const { t } = useTranslation()
  const formats = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const groups = useQuery({
    queryKey: ['insight', ecosystemId, 'groups'],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/insight/groups', { params: { path: { ecosystemId } } })),
    refetchInterval: ({ state }) => pauseUntilRead(state.data?.freshness),
  })
  const { data } = groups
  return (
    <PageFrame>
      <PageHead
        title={t('together.groups.title')}
        answer={data && sayGroups({ t, formats }, data)}
        action={
          <>
            {data?.state === 'found' && (
              <Button component={Link} to={paths.groupsOnMap(ecosystemId)} variant="default">
                {t('together.groups.onMap')}
              </Button>
            )}
            <ToInsight />
          </>
        }
      />
      {data && <ReadingAge freshness={data.freshness} />}
      {groups.isPending && <WaitingCards label={t('insight.reading')} heights={[160, 200, 220]} />}
      {groups.isError && !data && <Failure error={groups.error} again={() => groups.refetch()} />}
      {data?.state === 'unknown' && <Untold groups={data} />}
      {data && data.state !== 'unknown' && <Cards groups={data} />}
    </PageFrame>
  )
}

/** What the map cannot tell yet, and what to do about it. */
function Untold({ groups }: { groups: Groups }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { task } = groups
  const why = sayGroups({ t, formats }, groups)
  const isSparse = groups.sentence.key === 'sentence.sparse'
  const title = task && (isSparse ? sayTogether({ t, formats }, task.title) : say({ t, formats }, task.title))
  return (
    <AnswerCard
      question={t('together.groups.question')}
      sentence={why}
      action={task && title && <ProposedTask about="groups" title={title} why={why} partyId={task.partyIds[0] ?? null} />}
    />
  )
}

function Cards({ groups }: { groups: Groups }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const parties = new Map(groups.parties.map((party) => [party.id, party]))
  const more = groups.total - groups.groups.length
  return (
    <div className={classes.columns}>
      <div className={classes.cards}>
        {groups.between.length > 0 && <BetweenCard groups={groups} parties={parties} />}
        {groups.groups.map((group) => (
          <GroupCard key={group.number} group={group} parties={parties} />
        ))}
        {more > 0 && <p className={classes.quiet}>{t('together.groups.more', { count: more, number: number(more) })}</p>}
      </div>
      <GroupsGround groups={groups} />
    </div>
  )
}

/** How clear the groups are and how sure that is, at the side. */
function GroupsGround({ groups: { figures, certainty, small, untied } }: { groups: Groups }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  return (
    <Ground figures={figures}>
      {certainty && <CertaintyMark certainty={certainty.level} because={<OpenNumbers figures={certainty.figures} />} />}
      {small > 0 && <p className={classes.note}>{t('together.groups.small', { count: small, number: number(small) })}</p>}
      {untied > 0 && <p className={classes.note}>{t('together.groups.untied', { count: untied, number: number(untied) })}</p>}
      <p className={classes.note}>{t('together.groups.note')}</p>
    </Ground>
  )
}
