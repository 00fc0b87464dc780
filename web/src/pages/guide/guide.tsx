import { Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Guide, type GuideStepKey, stepsLeft, useGuide } from '../../data/guide.ts'
import { useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import classes from './guide.module.css'
import { StepCard } from './step-card.tsx'

/** The first hour in five steps that can be left and taken up again: each says why, shows an example and ends in something real. */
export function Component() {
  const { t } = useTranslation()
  const mayWrite = useMayWrite()
  if (mayWrite) return <Steps />
  return (
    <PageFrame>
      <PageHead title={t('guide.title')} answer={t('guide.coordinatorsOnly')} />
    </PageFrame>
  )
}

function Steps() {
  const { t } = useTranslation()
  const { number } = useFormats()
  const guide = useGuide()
  const left = guide.data === undefined ? undefined : stepsLeft(guide.data)
  const answer =
    left === undefined ? undefined : left === 0 ? t('guide.finished') : t('guide.answer', { count: left, number: number(left) })
  return (
    <PageFrame>
      <PageHead title={t('guide.title')} answer={answer} />
      {guide.isError && <Failure error={guide.error} again={() => guide.refetch()} />}
      {guide.isPending && <Skeleton height={420} aria-hidden="true" />}
      {guide.data && <List guide={guide.data} />}
    </PageFrame>
  )
}

/** The steps in their order. The next one is open; any other opens by a press. */
function List({ guide }: { guide: Guide }) {
  const [opened, setOpened] = useState<GuideStepKey | 'none'>()
  const open = opened ?? guide.next
  return (
    <ol className={classes.steps}>
      {guide.steps.map((step, index) => (
        <StepCard
          key={step.key}
          step={step}
          position={index + 1}
          guide={guide}
          isOpen={open === step.key}
          toggle={() => setOpened(open === step.key ? 'none' : step.key)}
          stay={() => setOpened(step.key)}
          goOn={() => setOpened(undefined)}
        />
      ))}
    </ol>
  )
}
