import { Button, Group, Loader, Radio, Select, Stack, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import classes from './exports.module.css'
import { type Filter, filterOf } from './filter.ts'
import { type Format, type Table, useCount, useTake } from './queries.ts'

const FORMATS: readonly Format[] = ['xlsx', 'csv', 'vcard', 'geojson', 'kumu', 'gexf', 'graphml']
const TABLES: readonly Table[] = ['organisations', 'people', 'ties', 'interactions', 'offers', 'notes']
const ALL_TABLES = 'all'

/** What one may see, as a file: of the whole map or of what was filtered on it, in the format that the next program reads. */
export function Component() {
  const { t } = useTranslation()
  const [params] = useSearchParams()
  const filter = useMemo(() => filterOf(params), [params])
  const [isWhole, setWhole] = useState(filter === undefined)
  const [format, setFormat] = useState<Format>('xlsx')
  const [table, setTable] = useState<Table | undefined>()
  const chosen = isWhole ? undefined : filter
  const access = useAccess(chosen)
  const wish = { format, filter: chosen ?? {}, ...(format === 'csv' && table && access.tables.has(table) && { table }) }
  const work = useTake()
  return (
    <PageFrame>
      <PageHead title={t('exports.title')} answer={t('exports.answer')} />
      <Stack gap="lg" maw={860}>
        <section className={`tutti-card ${classes.card}`}>
          {filter && <Scope filter={filter} isWhole={isWhole} setWhole={setWhole} />}
          <Radio.Group label={t('exports.format')} value={format} onChange={(value) => setFormat(value as Format)}>
            <div className={classes.formats}>
              {FORMATS.map((value) => (
                <Radio
                  key={value}
                  value={value}
                  label={t(`exports.formats.${value}.label`)}
                  description={t(`exports.formats.${value}.use`)}
                />
              ))}
            </div>
          </Radio.Group>
          {format === 'csv' && (
            <Select
              label={t('exports.table')}
              maw={440}
              allowDeselect={false}
              data={[ALL_TABLES, ...TABLES.filter((name) => access.tables.has(name))].map((value) => ({
                value,
                label: t(`exports.tables.${value}`),
              }))}
              value={wish.table ?? ALL_TABLES}
              onChange={(value) => setTable(value === ALL_TABLES ? undefined : (value as Table))}
            />
          )}
          <Text maw="70ch">
            {wish.table
              ? t('exports.one', { table: t(`exports.tables.${wish.table}`) })
              : t(`exports.holds.${groupOf(format)}.${access.level}`)}
          </Text>
          <Work work={work} take={() => work.mutate(wish)} />
        </section>
      </Stack>
    </PageFrame>
  )
}

function Scope({ filter, isWhole, setWhole }: { filter: Filter; isWhole: boolean; setWhole: (isWhole: boolean) => void }) {
  const { t } = useTranslation()
  const { number, date } = useFormats()
  const whole = useCount({})
  const narrowed = useCount(filter)
  const told = (count: number | undefined) => (count === undefined ? '' : t('exports.organisations', { count, number: number(count) }))
  return (
    <Radio.Group label={t('exports.scope')} value={isWhole ? 'whole' : 'narrowed'} onChange={(value) => setWhole(value === 'whole')}>
      <Stack gap="xs" mt="xs">
        <Radio
          value="narrowed"
          label={filter.asOf ? t('exports.narrowedAsOf', { date: date(filter.asOf) }) : t('exports.narrowed')}
          description={told(narrowed.data)}
        />
        <Radio value="whole" label={t('exports.whole')} description={told(whole.data)} />
      </Stack>
    </Radio.Group>
  )
}

/** The button; while the file comes, how much of it is here and a way to stop; afterwards what became of it. */
function Work({ work, take }: { work: ReturnType<typeof useTake>; take: () => void }) {
  const { t } = useTranslation()
  const size = useSize()
  return (
    <>
      {work.isError && <Failure error={work.error} />}
      <Group>
        {work.isPending ? (
          <>
            <Loader size="sm" aria-hidden="true" />
            <Text role="status">{t('exports.coming', { size: size(work.sizeBytes) })}</Text>
            <Button variant="default" onClick={work.stop}>
              {t('exports.stop')}
            </Button>
          </>
        ) : (
          <>
            <Button leftSection={<IconDownload size={18} aria-hidden="true" />} onClick={take}>
              {t('exports.do')}
            </Button>
            {work.data && <Text role="status">{t('exports.done', { name: work.data.name, size: size(work.data.sizeBytes) })}</Text>}
          </>
        )}
      </Group>
    </>
  )
}

/** 1.4 MB; below that in whole kB. */
function useSize() {
  const { number } = useFormats()
  return (bytes: number) => (bytes < 1e6 ? `${number(Math.ceil(bytes / 1e3))} kB` : `${number(Math.round(bytes / 1e5) / 10)} MB`)
}

type Access = { level: 'all' | 'own' | 'none' | 'past'; tables: ReadonlySet<Table> }

/** What the server will put into the file for this reader; it decides, this only says so beforehand. */
function useAccess(filter: Filter | undefined): Access {
  const { role, partyId } = useEcosystem()
  if (filter?.asOf !== undefined) return { level: 'past', tables: new Set(['organisations', 'ties']) }
  if (role === 'owner' || role === 'coordinator') return { level: 'all', tables: new Set(TABLES) }
  if (role === 'member' && partyId !== null) return { level: 'own', tables: new Set(TABLES) }
  return { level: 'none', tables: new Set(['organisations', 'ties', 'offers']) }
}

function groupOf(format: Format): 'tables' | 'cards' | 'places' | 'network' {
  if (format === 'xlsx' || format === 'csv') return 'tables'
  if (format === 'vcard') return 'cards'
  return format === 'geojson' ? 'places' : 'network'
}
