import { Button, Skeleton, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { AnswerView, WaitingView } from './answer.tsx'
import { Growth } from './growth.tsx'
import classes from './insight.module.css'
import { OpenNumber } from './number.tsx'
import { pauseUntilRead, ReadingAge } from './reading-age.tsx'
import { type Answers, type Figure, headline, isEmpty } from './words.ts'

export function Component() {
  const { t } = useTranslation()
  const formats = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const answers = useQuery({
    queryKey: ['insight', ecosystemId, 'answers'],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/insight/answers', { params: { path: { ecosystemId } } })),
    refetchInterval: ({ state }) => pauseUntilRead(state.data?.freshness),
  })
  const { data } = answers
  return (
    <PageFrame>
      <PageHead
        title={t('insight.title')}
        answer={data && headline({ t, formats }, data)}
        action={
          <Button component={Link} to={paths.map(ecosystemId)} variant="default">
            {t('insight.openMap')}
          </Button>
        }
      />
      {data && <ReadingAge freshness={data.freshness} />}
      {data && !isEmpty(data.items) && <Further />}
      {answers.isPending && <Waiting />}
      {answers.isError && !data && <Failure error={answers.error} again={() => answers.refetch()} />}
      {data && (isEmpty(data.items) ? <Nothing /> : <Cards answers={data} />)}
    </PageFrame>
  )
}

/** What else the map can be asked. */
function Further() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const ways = {
    together: paths.together(ecosystemId),
    groups: paths.groups(ecosystemId),
    introductions: paths.introductions(ecosystemId),
    gaps: paths.gaps(ecosystemId),
    whatIf: paths.whatIf(ecosystemId),
    changes: paths.changes(ecosystemId),
    scenarios: paths.scenarios(ecosystemId),
    region: paths.region(ecosystemId),
    niche: paths.niche(ecosystemId),
  }
  return (
    <nav className={classes.further} aria-label={t('insight.further.label')}>
      {Object.entries(ways).map(([key, to]) => (
        <Button key={key} component={Link} to={to} variant="light" size="compact-md">
          {t(`insight.further.${key}`)}
        </Button>
      ))}
    </nav>
  )
}

function Cards({ answers }: { answers: Answers }) {
  const parties = new Map(answers.parties.map((party) => [party.id, party]))
  const waiting = answers.items.filter(isWaiting)
  const known = answers.items.filter((item) => !isWaiting(item))
  return (
    <div className={classes.columns}>
      <div className={classes.cards}>
        {waiting.length > 0 && <WaitingView answers={waiting} />}
        {known.map((item) => (
          <AnswerView key={item.key} answer={item} parties={parties} />
        ))}
      </div>
      <div className={classes.side}>
        <Ground answers={answers} />
        <Growth />
      </div>
    </div>
  )
}

/** Whether an answer waits for ties; those without kinds or sectors say themselves what is missing. */
function isWaiting({ sentence }: Answers['items'][number]): boolean {
  return sentence.key === 'sentence.unknown.untied' || sentence.key === 'sentence.unknown.small'
}

/** What all answers rest on, at the side: how large the map is, and how much of it is known. */
function Ground({ answers: { items } }: { answers: Answers }) {
  const { t } = useTranslation()
  const figures = new Map<string, Figure>()
  for (const figure of items.flatMap((item) => item.figures)) figures.set(figure.definition, figure)
  return (
    <aside className={`tutti-card ${classes.ground}`} aria-label={t('insight.aside.label')}>
      <Title order={2} size="h4">
        {t('insight.aside.label')}
      </Title>
      <div className={classes.groundNumbers}>
        {[...figures.values()].map((figure) => (
          <OpenNumber key={figure.definition} figure={figure} big />
        ))}
      </div>
      <p className={classes.note}>{t('insight.aside.note')}</p>
    </aside>
  )
}

function Nothing() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  return (
    <EmptyState
      title={t('insight.empty.title')}
      why={t('insight.empty.why')}
      example={t('insight.empty.example')}
      action={
        <Button component={Link} to={paths.imports(ecosystemId)}>
          {t('insight.empty.action')}
        </Button>
      }
    />
  )
}

function Waiting() {
  const { t } = useTranslation()
  return (
    <Stack gap="md" role="status" aria-label={t('insight.reading')}>
      {[180, 220, 160].map((height) => (
        <Skeleton key={height} height={height} radius="md" className={classes.skeleton} />
      ))}
    </Stack>
  )
}
