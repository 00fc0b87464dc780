import { Anchor, Button, Group, List, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { Failure } from '../../failure.tsx'
import { withParty } from '../../paths.ts'
import { type Import, useLeftovers } from './queries.ts'

type Item = NonNullable<Import['leftovers']>['items'][number]

/** What an undo left, with the reason, so that nothing stays behind unsaid, and one button that takes it off the map too. */
export function Leftovers({ made }: { made: Import }) {
  const { t } = useTranslation()
  const { remove, restore } = useLeftovers(made.id)
  const { items, total } = made.leftovers ?? { items: [], total: 0 }
  if (total === 0) return null
  const parties = items.filter(({ kind }) => kind === 'party')
  const left = parties.filter(({ isOnMap }) => isOnMap).length
  const error = remove.error ?? restore.error
  return (
    <section aria-labelledby="import-leftovers">
      <Group justify="space-between" align="start" mb="sm">
        <div>
          <Title order={2} size="h3" id="import-leftovers">
            {t('imports.leftovers.title', { count: total })}
          </Title>
          <Text c="dimmed">{t(parties.length > 0 && left === 0 ? 'imports.leftovers.gone' : 'imports.leftovers.why')}</Text>
        </div>
        {left > 0 && (
          <Button loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('imports.leftovers.remove', { count: left })}
          </Button>
        )}
        {left === 0 && parties.length > 0 && (
          <Button variant="default" loading={restore.isPending} onClick={() => restore.mutate()}>
            {t('imports.leftovers.restore', { count: parties.length })}
          </Button>
        )}
      </Group>
      {error && <Failure error={error} />}
      <List spacing={4} size="sm">
        {items.map((item) => (
          <List.Item key={`${item.kind} ${item.id} ${item.why}`}>
            <What item={item} />
          </List.Item>
        ))}
      </List>
    </section>
  )
}

function What({ item: { kind, id, name, why, isOnMap } }: { item: Item }) {
  const { t } = useTranslation()
  const { search } = useLocation()
  if (kind === 'contact') return `${t('imports.leftovers.somebody')}: ${t('imports.leftovers.contact')}`
  if (!isOnMap) return `${name}: ${t('imports.leftovers.removed')}`
  return (
    <>
      <Anchor component={Link} to={{ search: withParty(search, id) }} underline="always">
        {name}
      </Anchor>
      {': '}
      {kind === 'fact'
        ? t('imports.leftovers.fact', { field: t(`imports.fields.${why}`, { defaultValue: why }) })
        : t('imports.leftovers.party')}
    </>
  )
}
