import { List, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { withParty } from '../../paths.ts'
import type { Import } from './queries.ts'

/** What an undo left, with the reason, so that nothing stays behind unsaid. */
export function Leftovers({ leftovers }: { leftovers: NonNullable<Import['leftovers']> }) {
  const { t } = useTranslation()
  const { search } = useLocation()
  if (leftovers.total === 0) return null
  return (
    <section aria-labelledby="import-leftovers">
      <Title order={2} size="h3" id="import-leftovers">
        {t('imports.leftovers.title', { count: leftovers.total })}
      </Title>
      <Text c="dimmed" mb="sm">
        {t('imports.leftovers.why')}
      </Text>
      <List spacing={4}>
        {leftovers.items.map(({ kind, id, name, why }) => (
          <List.Item key={`${kind} ${id} ${why}`}>
            {kind === 'contact' ? t('imports.leftovers.somebody') : <Link to={{ search: withParty(search, id) }}>{name}</Link>}
            {': '}
            {kind === 'fact'
              ? t('imports.leftovers.fact', { field: t(`imports.fields.${why}`, { defaultValue: why }) })
              : t(`imports.leftovers.${kind}`)}
          </List.Item>
        ))}
      </List>
    </section>
  )
}
