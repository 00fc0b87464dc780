import { Button, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMayWrite } from '../../data/session.ts'
import { ToInsight } from '../../data/to-insight.tsx'
import { Failure } from '../../failure.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { NicheForm } from './niche-form.tsx'
import { type Statement, useStatements } from './queries.ts'
import { Earlier, StatementCard } from './statement.tsx'

/** What this orchestrator can orchestrate around: the statement that holds, how far its goals have come, and the way to write it anew. */
export function Component() {
  const { t } = useTranslation()
  const mayWrite = useMayWrite()
  if (mayWrite) return <Niche />
  return (
    <PageFrame>
      <PageHead title={t('niche.title')} answer={t('niche.coordinatorsOnly')} />
    </PageFrame>
  )
}

function Niche() {
  const { t } = useTranslation()
  const [isWriting, setWriting] = useState(false)
  const statements = useStatements()
  const [current, ...earlier] = statements.data ?? []
  const write = () => setWriting(true)
  return (
    <PageFrame>
      <PageHead
        title={t('niche.title')}
        answer={t('niche.why')}
        action={
          <>
            <ToInsight />
            {current && !isWriting && <Button onClick={write}>{t('niche.again')}</Button>}
          </>
        }
      />
      {statements.isError && <Failure error={statements.error} again={() => statements.refetch()} />}
      {statements.isPending && <Skeleton height={320} aria-hidden="true" />}
      {statements.data &&
        (isWriting ? <NicheForm before={current} onEnd={() => setWriting(false)} /> : <Kept {...{ current, earlier, write }} />)}
    </PageFrame>
  )
}

function Kept({ current, earlier, write }: { current: Statement | undefined; earlier: Statement[]; write: () => void }) {
  const { t } = useTranslation()
  if (!current) {
    return (
      <EmptyState
        title={t('niche.empty.title')}
        why={t('niche.empty.why')}
        example={t('niche.empty.example')}
        action={<Button onClick={write}>{t('niche.begin')}</Button>}
      />
    )
  }
  return (
    <>
      <StatementCard statement={current} />
      <Earlier statements={earlier} />
    </>
  )
}
