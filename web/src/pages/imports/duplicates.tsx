import { Badge, Button, Group, Kbd, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconChecks } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { showUndo } from '../../ui/toast.tsx'
import { type Duplicate, useDecide, useDuplicates } from './queries.ts'

const SHOWN = ['name', 'street', 'postalCode', 'city', 'phone', 'email', 'website', 'sectorCode'] as const
type Answer = 'same' | 'different' | 'later'

/** Pairs that may be one organisation, one at a time, side by side. J and K go on and back, S says the same, D different, L later. */
export function Component() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const pairs = useDuplicates()
  const decide = useDecide()
  const [at, setAt] = useState(0)
  const items = pairs.data?.items ?? []
  const index = Math.min(at, Math.max(0, items.length - 1))
  const pair = items[index]
  const say = (decision: Answer) => {
    if (!pair || decide.isPending) return
    decide.mutate(
      { id: pair.id, decision },
      {
        onSuccess: () => {
          if (decision === 'later') setAt(index + 1)
          else showUndo(t(`imports.decided.${decision}`), () => decide.mutateAsync({ id: pair.id, decision: 'later' }))
        },
      },
    )
  }
  const go = (step: number) => setAt(Math.max(0, Math.min(items.length - 1, index + step)))
  useHotkeys([
    ['j', () => go(1)],
    ['k', () => go(-1)],
    ['s', () => say('same')],
    ['d', () => say('different')],
    ['l', () => say('later')],
  ])
  const back = (
    <Button variant="default" component={Link} to={paths.imports(ecosystemId)}>
      {t('imports.title')}
    </Button>
  )
  return (
    <PageFrame>
      <PageHead
        title={t('imports.duplicates.title')}
        answer={t('imports.duplicates.answer', { count: pairs.data?.total ?? 0 })}
        action={back}
      />
      {pairs.isError && <Failure error={pairs.error} again={() => pairs.refetch()} />}
      {decide.isError && <Failure error={decide.error} />}
      {pairs.isSuccess && !pair && <Nothing />}
      {pair && (
        <Stack gap="lg">
          <Pair pair={pair} />
          <Answers say={say} isPending={decide.isPending} />
          <Text size="sm" c="dimmed">
            {t('imports.duplicates.position', { position: index + 1, total: items.length })}
            {items.length > 1 && (
              <Text span visibleFrom="sm">
                {' · '}
                <Kbd>J</Kbd> <Kbd>K</Kbd> {t('imports.duplicates.keys')}
              </Text>
            )}
          </Text>
        </Stack>
      )}
    </PageFrame>
  )
}

/** Nobody is asked about: on to the sorting of those who are there. */
function Nothing() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  return (
    <EmptyState
      icon={<IconChecks size={30} aria-hidden="true" />}
      title={t('imports.duplicates.none')}
      why={t('imports.duplicates.noneWhy')}
      action={
        <Button component={Link} to={paths.sorting(ecosystemId)}>
          {t('imports.duplicates.goOn')}
        </Button>
      }
    />
  )
}

function Answers({ say, isPending }: { say: (decision: Answer) => void; isPending: boolean }) {
  const { t } = useTranslation()
  const answers = [
    { answer: 'same', key: 'S' },
    { answer: 'different', key: 'D' },
    { answer: 'later', key: 'L' },
  ] as const
  return (
    <Group gap="sm">
      {answers.map(({ answer, key }) => (
        <Button
          key={answer}
          variant={answer === 'same' ? 'filled' : 'default'}
          disabled={isPending}
          onClick={() => say(answer)}
          rightSection={
            <Kbd size="xs" visibleFrom="sm">
              {key}
            </Kbd>
          }
        >
          {t(`imports.decisions.${answer}`)}
        </Button>
      ))}
    </Group>
  )
}

function Pair({ pair }: { pair: Duplicate }) {
  const { t } = useTranslation()
  const proofs = pair.evidence.filter(({ weight, level }) => weight !== 0 && level !== 'unknown')
  return (
    <Stack gap="md">
      <Group gap="xs">
        {proofs.map(({ key, level, weight }) => (
          <Badge key={key} variant="default">
            {weight > 0 ? '+' : '−'} {t(`imports.evidence.${key}`, { defaultValue: key })}:{' '}
            {t(`imports.levels.${level}`, { defaultValue: level })}
          </Badge>
        ))}
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <Side party={pair.one} other={pair.other} />
        <Side party={pair.other} other={pair.one} />
      </SimpleGrid>
    </Stack>
  )
}

function Side({ party, other }: { party: Duplicate['one']; other: Duplicate['one'] }) {
  const { t } = useTranslation()
  return (
    <section aria-label={party.name} style={{ border: '1px solid var(--mantine-color-default-border)', borderRadius: 10, padding: 16 }}>
      <Title order={2} size="h3" mb="xs">
        {party.name}
      </Title>
      <dl style={{ display: 'grid', gridTemplateColumns: 'auto 1fr', gap: '4px 16px', margin: 0, overflowWrap: 'anywhere' }}>
        {SHOWN.filter((field) => field !== 'name' && (party[field] !== null || other[field] !== null)).map((field) => (
          <div key={field} style={{ display: 'contents' }}>
            <dt>
              <Text size="sm" c="dimmed" span>
                {t(`imports.fields.${field}`)}
              </Text>
            </dt>
            <dd style={{ margin: 0 }}>
              <Text span fw={party[field] !== null && party[field] === other[field] ? 600 : 400}>
                {party[field] ?? '–'}
              </Text>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
