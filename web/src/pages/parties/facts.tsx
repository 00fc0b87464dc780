import { Anchor, Badge, Group, HoverCard, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { SampleCredit } from '../../data/samples.tsx'
import { isShown, schemeName } from '../../data/schemes.ts'
import { sectorName } from '../../data/sectors.ts'
import { useSource } from '../../data/sources.ts'
import type { Field, Party } from '../../data/types.ts'
import { useFormats } from '../../ui/format.ts'
import { Merged } from './merged.tsx'
import { useFields } from './queries.ts'
import { SameNumbers } from './same-numbers.tsx'
import { Section } from './section.tsx'
import classes from './story.module.css'

/** `field` names the source; `key` tells facts of one field apart. */
type Fact = { key?: string; field: string; label: string; value: ReactNode }

/** What is known, each fact with where it comes from. */
export function Facts({ party }: { party: Party }) {
  const { t } = useTranslation()
  const facts = [...useOwnFacts(party), ...useCustomFacts(party)]
  return (
    <Section title={t('parties.facts')}>
      {facts.length === 0 && <p className={classes.quiet}>{t('parties.noFacts')}</p>}
      <dl className={classes.facts}>
        {facts.map(({ key, field, label, value }) => (
          <div key={key ?? field} style={{ display: 'contents' }}>
            <dt>{label}</dt>
            <dd>
              <span>{value}</span>
              {party.source !== null && (
                <SourceMark label={label} source={party.sources[field] ?? party.source} updatedAt={party.updatedAt} />
              )}
            </dd>
          </div>
        ))}
      </dl>
      <Merged party={party} />
      <SameNumbers party={party} />
      <SampleCredit source={party.source} />
    </Section>
  )
}

function useOwnFacts(party: Party): Fact[] {
  const { t } = useTranslation()
  const sector = sectorName(t, party.sectorScheme, party.sectorCode)
  const lines = [
    party.street,
    [party.postalCode, party.city].filter(Boolean).join(' '),
    [party.region, party.country].filter(Boolean).join(', '),
  ]
  const address = lines.filter(Boolean).map((line) => (
    <span key={line as string} style={{ display: 'block' }}>
      {line}
    </span>
  ))
  const facts: (Fact | false)[] = [
    address.length > 0 && {
      field: party.street ? 'street' : 'city',
      label: t('parties.fields.address'),
      value: party.placeApproximate
        ? [
            ...address,
            <Text key="approximate" size="xs" c="dimmed">
              {t('parties.approximate')}
            </Text>,
          ]
        : address,
    },
    party.phone !== null && {
      field: 'phone',
      label: t('parties.fields.phone'),
      value: <Anchor href={`tel:${party.phone}`}>{party.phone}</Anchor>,
    },
    party.email !== null && {
      field: 'email',
      label: t('parties.fields.email'),
      value: <Anchor href={`mailto:${party.email}`}>{party.email}</Anchor>,
    },
    party.website !== null && { field: 'website', label: t('parties.fields.website'), value: <WebLink url={party.website} /> },
    sector !== '' && {
      field: 'sectorCode',
      label: t('parties.fields.sector'),
      value: `${sector} (${party.sectorScheme === 'naics' ? 'NAICS' : 'NACE'} ${party.sectorCode})`,
    },
    party.tags.length > 0 && {
      field: 'tags',
      label: t('parties.fields.tags'),
      value: (
        <Group gap={4}>
          {party.tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </Group>
      ),
    },
    ...party.identifiers.filter(isShown).map(({ scheme, value }) => ({
      key: `${scheme} ${value}`,
      field: `identifiers.${scheme}`,
      label: schemeName(t, scheme),
      value,
    })),
  ]
  return facts.filter((fact) => fact !== false)
}

function useCustomFacts(party: Party): Fact[] {
  const fields = useFields()
  const { t } = useTranslation()
  const { date, number } = useFormats()
  const show = (field: Field, value: unknown): ReactNode => {
    if (field.type === 'boolean') return value === true ? t('parties.yes') : t('parties.no')
    if (field.type === 'number' && typeof value === 'number') return number(value)
    if (field.type === 'date' && typeof value === 'string') return date(value)
    if (field.type === 'url' && typeof value === 'string') return <WebLink url={value} />
    return String(value)
  }
  return (fields.data?.items ?? [])
    .filter((field) => party.fields[field.key] !== undefined && party.fields[field.key] !== null)
    .map((field) => ({ key: `fields.${field.key}`, field: 'fields', label: field.label, value: show(field, party.fields[field.key]) }))
}

/** A link only where it leads to the web: an address from an import may be anything. */
function WebLink({ url }: { url: string }) {
  const full = /^https?:\/\//i.test(url) ? url : `https://${url}`
  if (!URL.canParse(full)) return url
  return (
    <Anchor href={full} target="_blank" rel="noopener noreferrer">
      {url.replace(/^https?:\/\/(www\.)?|\/$/gi, '')}
    </Anchor>
  )
}

function SourceMark({ label, source, updatedAt }: { label: string; source: string; updatedAt: string }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const { text, to } = useSource()(source)
  return (
    <HoverCard width={260} position="bottom-end">
      <HoverCard.Target>
        <button type="button" className={classes.source} aria-label={t('parties.sourceOf', { label, source: text })}>
          <IconInfoCircle size={14} aria-hidden="true" />
        </button>
      </HoverCard.Target>
      <HoverCard.Dropdown p="sm">
        <Text size="sm">
          {to === undefined ? (
            text
          ) : (
            <Anchor component={Link} to={to}>
              {text}
            </Anchor>
          )}
        </Text>
        <Text size="xs" c="dimmed">
          {t('parties.lastChanged', { date: date(updatedAt) })}
        </Text>
      </HoverCard.Dropdown>
    </HoverCard>
  )
}
