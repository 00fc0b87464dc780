/** How the set is shown, in the address bar beside the filter. */
export type Mode = 'network' | 'geography' | 'table'
export type Settings = {
  mode: Mode
  /** `force`, or the encoding that parties are grouped by. */
  layout: string
  colour: string
  size: string
  /** What warms the ground: nothing, `count` for everybody alike, or a number that is read off them. */
  heat: string
  /** What the width of flows on the ground says; nothing without flows. */
  flows: '' | 'count' | 'strength'
  /** What measures are taken over: the whole map, or what the filter leaves. */
  within: '' | 'filter'
}

/** How the table is shown. Columns in the order they were chosen; the name is always there. */
export type TableSettings = { sort: string; group: string; columns: string[] }

const USUAL_TABLE: TableSettings = { sort: 'name', group: '', columns: ['name', 'kinds', 'sector', 'city', 'tags', 'updatedAt'] }
const SORT = /^-?(name|city|sector|updatedAt)$/
const COLUMN = /^(field:)?[\w.-]{1,80}$/

const MODES: readonly Mode[] = ['network', 'geography', 'table']
const USUAL: Settings = { mode: 'network', layout: 'force', colour: 'kind', size: 'degree', heat: '', flows: '', within: '' }
const PARAMS: Record<keyof Settings, string> = {
  mode: 'view',
  layout: 'layout',
  colour: 'colour',
  size: 'size',
  heat: 'heat',
  flows: 'flows',
  within: 'within',
}
const HEAT = /^(count|degree|(field|measure):[\w.-]{1,80})$/
const ENCODING = /^(force|same|kind|sector|city|tag|community|found|degree|ties|(field|measure):[\w.-]{1,80})$/

/** Reads the settings out of an address; what is not one counts as not given. */
export function readSettings(params: URLSearchParams, usualMode: Mode = USUAL.mode): Settings {
  const mode = params.get(PARAMS.mode) as Mode
  const encoding = (key: 'layout' | 'colour' | 'size') => {
    const value = params.get(PARAMS[key]) ?? ''
    return ENCODING.test(value) ? value : USUAL[key]
  }
  const heat = params.get(PARAMS.heat) ?? ''
  const flows = params.get(PARAMS.flows) ?? ''
  return {
    mode: MODES.includes(mode) ? mode : usualMode,
    layout: encoding('layout'),
    colour: encoding('colour'),
    size: encoding('size'),
    heat: HEAT.test(heat) ? heat : USUAL.heat,
    flows: flows === 'count' || flows === 'strength' ? flows : USUAL.flows,
    within: params.get(PARAMS.within) === 'filter' ? 'filter' : USUAL.within,
  }
}

/** A copy of `params` with `changes`; what is usual is not written, so that addresses stay short. */
export function writeSettings(params: URLSearchParams, changes: Partial<Settings>, usualMode: Mode = USUAL.mode): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const [key, value] of Object.entries(changes) as [keyof Settings, string][]) {
    if (value === (key === 'mode' ? usualMode : USUAL[key])) next.delete(PARAMS[key])
    else next.set(PARAMS[key], value)
  }
  return next
}

/** Keys of the custom fields that are needed to show the map like this, so that it is asked for them; the table reads its own. */
export function fieldsIn({ mode, layout, colour, size, heat }: Settings): string[] {
  const read = { network: [layout, colour, size], geography: [colour, size, heat], table: [] }[mode]
  const keys = read.filter((value) => value.startsWith('field:'))
  return [...new Set(keys.map((value) => value.slice('field:'.length)))].sort()
}

/** The settings without custom fields that there are not any more: what read one of them is as usual. */
export function withKnownFields(settings: Settings, keys: ReadonlySet<string>): Settings {
  const known = (value: string, usual: string) => (value.startsWith('field:') && !keys.has(value.slice('field:'.length)) ? usual : value)
  return {
    mode: settings.mode,
    layout: known(settings.layout, USUAL.layout),
    colour: known(settings.colour, USUAL.colour),
    size: known(settings.size, USUAL.size),
    heat: known(settings.heat, USUAL.heat),
    flows: settings.flows,
    within: settings.within,
  }
}

/** Whether the settings read a measure of insight. */
export function needsMeasures(settings: Settings): boolean {
  const { mode, colour, size, heat } = settings
  return [colour, size, mode === 'geography' ? heat : ''].some((value) => value.startsWith('measure:'))
}

/** Reads how the table is shown out of an address. */
export function readTable(params: URLSearchParams): TableSettings {
  const sort = params.get('sort') ?? ''
  const columns = (params.get('columns') ?? '').split(',').filter((key) => COLUMN.test(key) && key !== 'name')
  return {
    sort: SORT.test(sort) ? sort : USUAL_TABLE.sort,
    group: params.get('group') ?? USUAL_TABLE.group,
    columns: params.has('columns') ? ['name', ...new Set(columns)] : USUAL_TABLE.columns,
  }
}

/** A copy of `params` with changes of how the table is shown. */
export function writeTable(params: URLSearchParams, changes: Partial<TableSettings>): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const [key, value] of Object.entries(changes)) {
    const text = Array.isArray(value) ? value.join(',') : value
    const usual = USUAL_TABLE[key as keyof TableSettings]
    if (text === String(usual)) next.delete(key)
    else next.set(key, text)
  }
  return next
}
