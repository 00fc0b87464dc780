import { ActionIcon, NativeSelect, Popover } from '@mantine/core'
import { IconPalette } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useMayWrite } from '../../data/session.ts'
import { type CustomField, useFields } from './data.ts'
import classes from './map.module.css'
import { useNames } from './names.ts'
import { needsMeasures, type Settings } from './settings.ts'

const NONE: CustomField[] = []
const MEASURES = ['betweenness', 'closeness', 'pageRank', 'core', 'constraint', 'cutOff', 'clustering']

type Props = { settings: Settings; setSettings: (changes: Partial<Settings>) => void }

/** Where one says how the network is arranged, coloured and sized. */
export function LookSettings({ settings, setSettings }: Props) {
  const { t } = useTranslation()
  const names = useNames()
  const all = useFields()
  // own fields of others are for those who coordinate: all others would choose an empty map
  const mayWrite = useMayWrite()
  const fields = mayWrite ? all : NONE
  const option = (value: string) => ({ value, label: names.encoding(value) })
  const grouped = fields.filter(isGroup).map((field) => `field:${field.key}`)
  const numbered = fields.filter((field) => field.type === 'number').map((field) => `field:${field.key}`)
  const dated = fields.filter((field) => field.type === 'date').map((field) => `field:${field.key}`)
  const measures = { group: t('map.look.measures'), items: MEASURES.map((key) => option(`measure:${key}`)) }
  const network = settings.mode === 'network'
  return (
    <Popover position="left-start" width={280} trapFocus shadow="md">
      <Popover.Target>
        <ActionIcon size="lg" variant="subtle" aria-label={t('map.look.label')} title={t('map.look.label')}>
          <IconPalette size={20} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('map.look.label')}>
        <div className={classes.settings}>
          {network && (
            <NativeSelect
              label={t('map.look.layout')}
              value={settings.layout}
              data={['force', 'community', 'kind', 'sector', 'city', 'tag', ...grouped].map((value) => ({
                value,
                label: value === 'force' ? t('map.look.byForce') : t('map.look.byGroup', { by: names.encoding(value) }),
              }))}
              onChange={(event) => setSettings({ layout: event.currentTarget.value })}
            />
          )}
          <NativeSelect
            label={t('map.look.colour')}
            value={settings.colour}
            data={[
              ...[
                'kind',
                'sector',
                'city',
                'tag',
                'community',
                ...(mayWrite ? ['found'] : []),
                'degree',
                ...grouped,
                ...numbered,
                ...dated,
              ].map(option),
              measures,
            ]}
            onChange={(event) => setSettings({ colour: event.currentTarget.value })}
          />
          <NativeSelect
            label={t('map.look.size')}
            value={settings.size}
            data={[...['same', 'degree', ...numbered].map(option), measures]}
            onChange={(event) => setSettings({ size: event.currentTarget.value })}
          />
          {needsMeasures(settings) && <MeasuredOver settings={settings} setSettings={setSettings} />}
          {settings.mode === 'geography' && (
            <GroundLook settings={settings} setSettings={setSettings} numbers={['degree', ...numbered].map(option)} measures={measures} />
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

/** Whether measures speak of the whole map or of what is shown. */
function MeasuredOver({ settings, setSettings }: Props) {
  const { t } = useTranslation()
  return (
    <NativeSelect
      label={t('map.look.over')}
      value={settings.within}
      data={[
        { value: '', label: t('map.look.overAll') },
        { value: 'filter', label: t('map.look.overShown') },
      ]}
      onChange={(event) => setSettings({ within: event.currentTarget.value as Settings['within'] })}
    />
  )
}

type Option = { value: string; label: string }
type GroundProps = Props & { numbers: Option[]; measures: { group: string; items: Option[] } }

/** What the ground shows besides who stands where. */
function GroundLook({ settings, setSettings, numbers, measures }: GroundProps) {
  const { t } = useTranslation()
  const none = { value: '', label: t('ground.none') }
  return (
    <>
      <NativeSelect
        label={t('ground.heat.label')}
        value={settings.heat}
        data={[none, { value: 'count', label: t('ground.heat.count') }, ...numbers, measures]}
        onChange={(event) => setSettings({ heat: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('ground.flows.label')}
        value={settings.flows}
        data={[none, { value: 'count', label: t('ground.flows.count') }, { value: 'strength', label: t('ground.flows.strength') }]}
        onChange={(event) => setSettings({ flows: event.currentTarget.value as Settings['flows'] })}
      />
    </>
  )
}

function isGroup(field: CustomField): boolean {
  return field.type === 'choice' || field.type === 'boolean' || field.type === 'text'
}
