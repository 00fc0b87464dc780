import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ChosenFilter, FilterBar, type FilterOption, FilterPill, SearchField } from '../../ui/filter-bar.tsx'
import { useFormats } from '../../ui/format.ts'
import { KindShape } from '../../ui/kind-shape.tsx'
import { useFacets } from './data.ts'
import { type Chip, chipsOf, type Filter, readArea, withoutAll, withoutChip } from './filter.ts'
import { useNames } from './names.ts'

type Props = { filter: Filter; setFilter: (filter: Filter) => void }

/** The search by itself, where it does not stand in the row of filters. */
export function MapSearch({ filter, setFilter }: Props) {
  const { t } = useTranslation()
  return <SearchField label={t('map.filter.search')} value={filter.q} onChange={(q) => setFilter({ ...filter, q: q.trim() })} />
}

/** The row that narrows the set, with how many there are of everything and a chip for each choice. */
export function FilterRow({ filter, setFilter, isSearchElsewhere }: Props & { isSearchElsewhere: boolean }) {
  const { t } = useTranslation()
  const names = useNames()
  const facets = useFacets(filter).data
  const { compare } = useFormats()
  const chips = chipsOf(filter)
  const options = (field: string, counts: Record<string, number> | undefined, chosen: readonly string[]): FilterOption[] =>
    [...new Set([...Object.keys(counts ?? {}), ...chosen])]
      .map((value) => ({ value, label: names.of(field, value), count: counts?.[value] ?? 0 }))
      .sort((a, b) => b.count - a.count || compare(a.label, b.label))
  const kinds = names.kinds.map((kind) => ({
    value: kind.key,
    label: kind.label,
    count: facets?.kinds[kind.key] ?? 0,
    icon: <KindShape kind={kind} size={14} />,
  }))
  return (
    <FilterBar>
      {!isSearchElsewhere && <MapSearch filter={filter} setFilter={setFilter} />}
      <FilterPill label={t('map.by.kind')} options={kinds} chosen={filter.kind} onChange={(kind) => setFilter({ ...filter, kind })} />
      <FilterPill
        label={t('map.by.sector')}
        options={options('sector', facets?.sectors, filter.sector)}
        chosen={filter.sector}
        onChange={(sector) => setFilter({ ...filter, sector })}
      />
      <FilterPill
        label={t('map.by.city')}
        options={options('city', facets?.cities, filter.city)}
        chosen={filter.city}
        onChange={(city) => setFilter({ ...filter, city })}
      />
      <FilterPill
        label={t('map.by.tag')}
        options={options('tag', facets?.tags, filter.tag)}
        chosen={filter.tag}
        onChange={(tag) => setFilter({ ...filter, tag })}
      />
      <FilterPill
        label={t('map.by.tieType')}
        options={options('tieType', facets?.tieTypes, filter.tieType)}
        chosen={filter.tieType}
        onChange={(tieType) => setFilter({ ...filter, tieType })}
      />
      {chips.map((chip) => (
        <ChosenFilter
          key={`${chip.field}:${chip.value}`}
          label={chipName(t, names.of, chip)}
          onRemove={() => setFilter(withoutChip(filter, chip))}
        />
      ))}
      {chips.length > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={() => setFilter(withoutAll(filter))}>
          {t('map.filter.reset')}
        </Button>
      )}
    </FilterBar>
  )
}

function chipName(t: ReturnType<typeof useTranslation>['t'], of: (field: string, value: string) => string, { field, value }: Chip): string {
  if (field === 'area') return t('map.filter.area', { count: readArea(value).length })
  if (field === 'q') return t('map.filter.text', { text: value })
  if (field === 'form') return t(`map.form.${value}`)
  return of(field, value)
}
