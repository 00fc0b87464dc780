import { Alert, Anchor, Button, Group, Text } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { answer, api } from '../../api.ts'
import { schemeName } from '../../data/schemes.ts'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import type { Party } from '../../data/types.ts'
import { withParty } from '../../paths.ts'
import { Merge } from './merge.tsx'
import { usePartyKey } from './queries.ts'

/** Says where a number of this party stands a second time, because two entries of one organisation are one too many. */
export function SameNumbers({ party }: { party: Party }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const { search } = useLocation()
  const writes = useMayWrite()
  const [merging, setMerging] = useState<string>()
  const same = useQuery({
    queryKey: usePartyKey(party.id, 'same-numbers'),
    queryFn: () =>
      answer(api.GET('/api/ecosystems/{ecosystemId}/parties/{id}/same-identifiers', { params: { path: { ecosystemId, id: party.id } } })),
    enabled: party.identifiers.length > 0,
  })
  return (
    <>
      {same.data?.items.map(({ scheme, party: other }) => (
        <Alert key={other.id} variant="light" color="warning" icon={<IconCopy size={18} aria-hidden="true" />} mt="sm">
          <Group justify="space-between" gap="xs">
            <Text size="sm">
              <Anchor component={Link} underline="always" to={{ search: withParty(search, other.id) }}>
                {other.name}
              </Anchor>{' '}
              {t('parties.numbers.same', { scheme: schemeName(t, scheme) })}
            </Text>
            {writes && (
              <Button size="xs" variant="default" onClick={() => setMerging(other.id)}>
                {t('parties.numbers.compare')}
              </Button>
            )}
          </Group>
        </Alert>
      ))}
      {merging !== undefined && (
        <Merge party={party} with={merging} onEnd={() => setMerging(undefined)} onGone={() => setMerging(undefined)} />
      )}
    </>
  )
}
