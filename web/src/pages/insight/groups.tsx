import { Button, Skeleton, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { AnswerCard, CertaintyMark } from '../../ui/answer-card.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { BetweenCard } from './between-card.tsx'
import { GroupCard } from './group-card.tsx'
import classes from './insight.module.css'
import { OpenNumber, OpenNumbers } from './number.tsx'
import { ProposedTask } from './proposed-task.tsx'
import { sayGroups, sayTogether } from './together-words.ts'
import { type Groups, say } from './words.ts'

/** The groups that ties make, what their members share, and who stands between them. */
export function Component() {
  const { t } = useTranslation()
  const formats = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const groups = useQuery({
    queryKey: ['insight', ecosystemId, 'groups'],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/insight/groups', { params: { path: { ecosystemId } } })),
  })
  const { data } = groups
  const to = data?.state === 'found' ? paths.groupsOnMap(ecosystemId) : paths.insight(ecosystemId)
  return (
    <PageFrame>
      <PageHead
        title={t('together.groups.title')}
        answer={data && sayGroups({ t, formats }, data)}
        action={
          <Button component={Link} to={to} variant="default">
            {t(data?.state === 'found' ? 'together.groups.onMap' : 'insight.title')}
          </Button>
        }
      />
      {groups.isPending && <WaitingCards />}
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
      <Ground groups={groups} />
    </div>
  )
}

/** How clear the groups are and how sure that is, at the side. */
function Ground({ groups: { figures, certainty, small, untied } }: { groups: Groups }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  return (
    <aside className={`tutti-card ${classes.ground}`} aria-label={t('insight.aside.label')}>
      <Title order={2} size="h4">
        {t('insight.aside.label')}
      </Title>
      <div className={classes.groundNumbers}>
        {figures.map((figure) => (
          <OpenNumber key={figure.definition} figure={figure} big />
        ))}
      </div>
      {certainty && <CertaintyMark certainty={certainty.level} because={<OpenNumbers figures={certainty.figures} />} />}
      {small > 0 && <p className={classes.note}>{t('together.groups.small', { count: small, number: number(small) })}</p>}
      {untied > 0 && <p className={classes.note}>{t('together.groups.untied', { count: untied, number: number(untied) })}</p>}
      <p className={classes.note}>{t('together.groups.note')}</p>
    </aside>
  )
}

function WaitingCards() {
  const { t } = useTranslation()
  return (
    <Stack gap="md" role="status" aria-label={t('insight.reading')}>
      {[160, 200, 220].map((height) => (
        <Skeleton key={height} height={height} radius="md" className={classes.skeleton} />
      ))}
    </Stack>
  )
}
