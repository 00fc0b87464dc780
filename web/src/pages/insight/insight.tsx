import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { answer, api } from '../../api.ts'
import { pauseUntilRead, ReadingAge } from '../../data/reading-age.tsx'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { WaitingCards } from '../../ui/waiting-cards.tsx'
import { AnswerView, WaitingView } from './answer.tsx'
import { Further } from './further.tsx'
import { Ground } from './ground.tsx'
import { Growth } from './growth.tsx'
import classes from './insight.module.css'
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
      {answers.isPending && <WaitingCards label={t('insight.reading')} heights={[180, 220, 160]} />}
      {answers.isError && !data && <Failure error={answers.error} again={() => answers.refetch()} />}
      {data && (isEmpty(data.items) ? <Nothing /> : <Cards answers={data} />)}
    </PageFrame>
  )
}

function Cards({ answers }: { answers: Answers }) {
  const { t } = useTranslation()
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
        <Ground figures={figuresOf(answers)}>
          <p className={classes.note}>{t('insight.aside.note')}</p>
        </Ground>
        <Growth />
      </div>
    </div>
  )
}

/** Whether an answer waits for ties; those without kinds or sectors say themselves what is missing. */
function isWaiting({ sentence }: Answers['items'][number]): boolean {
  return sentence.key === 'sentence.unknown.untied' || sentence.key === 'sentence.unknown.small'
}

/** How large the map is and how much of it is known, each figure once. */
function figuresOf({ items }: Answers): Figure[] {
  return [...new Map(items.flatMap(({ figures }) => figures).map((figure) => [figure.definition, figure])).values()]
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
