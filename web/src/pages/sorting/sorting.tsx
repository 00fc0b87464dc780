import { Button, Kbd, Progress, Skeleton, Title } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconArrowBackUp, IconChecks } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useGuide } from '../../data/guide.ts'
import { OwnPartyForm } from '../../data/own-party.tsx'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { explain } from '../../problem.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorCard } from '../../ui/error-card.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { Answers, answersTo } from './answers.tsx'
import { CardView } from './card.tsx'
import { useDeck } from './deck.ts'
import type { Answer } from './outbox.ts'
import classes from './sorting.module.css'

/** Who is what to us, a card at a time. 1 to 6 answer, left skips, right takes the proposal, U takes back. */
export function Component() {
  const { t } = useTranslation()
  const mayWrite = useMayWrite()
  if (mayWrite) return <Sorting />
  return (
    <PageFrame>
      <PageHead title={t('sorting.title')} answer={t('sorting.coordinatorsOnly')} />
    </PageFrame>
  )
}

type Deck = ReturnType<typeof useDeck>

function Sorting() {
  const { t } = useTranslation()
  const deck = useDeck()
  const { sorting } = deck
  const own = sorting.data?.own
  return (
    <PageFrame>
      <PageHead title={t('sorting.title')} answer={own ? t('sorting.answer', { name: own.name }) : t('sorting.first')} />
      {sorting.isError && <Failure error={sorting.error} again={() => sorting.refetch()} />}
      {sorting.isPending && <Skeleton height={280} aria-hidden="true" />}
      {own === null && (
        <section className={`tutti-card ${classes.own}`} aria-labelledby="sorting-own">
          <Title order={2} size="h3" id="sorting-own">
            {t('sorting.own.title')}
          </Title>
          <p>{t('sorting.own.why')}</p>
          <OwnPartyForm current={null} />
        </section>
      )}
      {own && <Pile deck={deck} hasSector={own.sectorCode !== null} ownId={own.id} />}
    </PageFrame>
  )
}

function Pile({ deck, hasSector, ownId }: { deck: Deck; hasSector: boolean; ownId: string }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const { top, last, cards } = deck
  const [told, setTold] = useState('')
  const say = (answer: Answer) => {
    if (top === undefined) return
    setTold(t(`sorting.said.${answer}`, { name: top.party.name }))
    deck.say(top, answer)
  }
  const undo = () => {
    if (last === undefined) return
    setTold(t('sorting.takenBack', { name: last.card.party.name }))
    deck.undo()
  }
  useKeys(top ? answersTo(top) : [], top?.proposal.answer, say, undo)
  return (
    <div className={classes.pile}>
      <Line deck={deck} undo={undo} />
      <p role="status" className={classes.told}>
        {told}
      </p>
      <Trouble deck={deck} />
      {cards.isError && top === undefined && <Failure error={cards.error} again={() => cards.refetch()} />}
      {top === undefined && (cards.isPending || cards.isFetching) && <Skeleton height={280} aria-hidden="true" />}
      {top && (
        <>
          <CardView key={top.party.id} card={top} onLeft={() => say('skip')} onRight={() => say(top.proposal.answer)} />
          <p className={classes.hint}>
            <span className={classes.byFinger}>{t('sorting.byFinger')}</span>
            <span className={classes.byKey}>
              <Kbd size="xs">←</Kbd> {t('sorting.answers.skip')} · <Kbd size="xs">→</Kbd> {t(`sorting.answers.${top.proposal.answer}`)} ·{' '}
              <Kbd size="xs">U</Kbd> {t('sorting.undo')}
            </span>
          </p>
          <Answers card={top} say={say} />
          {!hasSector && (
            <p className={classes.hint}>
              {t('sorting.noSector')} <Link to={paths.organisation(ecosystemId, ownId)}>{t('sorting.noSectorDo')}</Link>
            </p>
          )}
        </>
      )}
      {top === undefined && cards.isSuccess && !cards.isFetching && <Nobody deck={deck} />}
    </div>
  )
}

function useKeys(answers: readonly Answer[], proposed: Answer | undefined, say: (answer: Answer) => void, undo: () => void): void {
  useHotkeys([
    ...answers.map((answer, index) => [String(index + 1), () => say(answer)] as [string, () => void]),
    ['ArrowLeft', () => say('skip')],
    ['ArrowRight', () => proposed && say(proposed)],
    ['u', undo],
    ['mod+z', undo],
  ])
}

/** How far it is, and the way back. */
function Line({ deck, undo }: { deck: Deck; undo: () => void }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { done, total, top, skipped, last } = deck
  const again = useWork(deck.showSkipped)
  const at = top ? Math.min(total, done + 1) : done
  return (
    <div className={classes.line}>
      <span className={classes.position}>{t('sorting.position', { at: number(at), total: number(total) })}</span>
      <Progress value={total === 0 ? 0 : (100 * done) / total} size="sm" radius="xl" aria-label={t('sorting.progress')} />
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconArrowBackUp size={16} aria-hidden="true" />}
        disabled={last === undefined}
        onClick={undo}
      >
        {t('sorting.undo')}
      </Button>
      {skipped > 0 && top !== undefined && (
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.again ?? ''}
          loading={again.busy}
          disabled={deck.letters.length > 0}
          onClick={() => again.run()}
        >
          {t('sorting.showSkipped', { count: skipped })}
        </Button>
      )}
    </div>
  )
}

/** Answers that could not be sent, and those the server refused. */
function Trouble({ deck }: { deck: Deck }) {
  const { t } = useTranslation()
  return (
    <>
      {deck.isWaiting && (
        <ErrorCard
          what={t('sorting.waiting.what', { count: deck.letters.length })}
          kept={t('sorting.waiting.kept')}
          todo={t('sorting.waiting.todo')}
          again={() => void deck.sendAgain()}
        />
      )}
      {deck.refusals.map(({ letter, error }) => {
        const { what, todo } = explain(t, error, 'reading')
        return (
          <div key={letter.key} className={classes.refusal}>
            <ErrorCard what={t('sorting.refused', { name: letter.name, what })} todo={todo} />
            <Button variant="subtle" size="compact-sm" onClick={() => deck.forget(letter.key)}>
              {t('sorting.read')}
            </Button>
          </div>
        )
      })}
    </>
  )
}

/** No card is left: all are sorted, or only skipped ones are. */
function Nobody({ deck }: { deck: Deck }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const again = useWork(deck.showSkipped)
  const guide = useGuide().data
  const isEmpty = deck.total === 0
  const hasMore = !isEmpty && guide !== undefined && guide.next !== null
  return (
    <>
      {again.error && <Failure error={again.error} />}
      <EmptyState
        icon={<IconChecks size={30} aria-hidden="true" />}
        title={t(isEmpty ? 'sorting.nobody.title' : 'sorting.finished.title')}
        why={t(isEmpty ? 'sorting.nobody.why' : 'sorting.finished.why')}
        action={
          <div className={classes.ways}>
            {hasMore && (
              <Button component={Link} to={paths.guide(ecosystemId)}>
                {t('sorting.finished.guide')}
              </Button>
            )}
            <Button
              component={Link}
              to={isEmpty ? paths.imports(ecosystemId) : paths.map(ecosystemId)}
              variant={hasMore ? 'default' : 'filled'}
            >
              {t(isEmpty ? 'sorting.nobody.action' : 'sorting.finished.action')}
            </Button>
            {deck.skipped > 0 && (
              <Button variant="default" loading={again.busy} disabled={deck.letters.length > 0} onClick={() => again.run()}>
                {t('sorting.showSkipped', { count: deck.skipped })}
              </Button>
            )}
          </div>
        }
      />
    </>
  )
}
