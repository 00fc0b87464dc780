import type { ReactNode } from 'react'
import type { Party, PartyChange } from '../../../data/types.ts'
import type { Column } from '../../../ui/data-table.tsx'
import type { Formats } from '../../../ui/format.ts'
import { KindShape } from '../../../ui/kind-shape.tsx'
import type { CustomField } from '../data.ts'
import type { useNames } from '../names.ts'
import tableClasses from '../table.module.css'

/** `answers` are the words for yes and no. */
type Texts = {
  header: (key: string) => string
  answers: Record<'yes' | 'no', string>
  names: ReturnType<typeof useNames>
  formats: Formats
}
type Save = (party: Party, change: Omit<PartyChange, 'version'>) => Promise<unknown>

/** All columns there are, custom fields last. `save` is missing for those who may only read. */
export function columnsOf({ header, answers, names, formats }: Texts, fields: readonly CustomField[], save?: Save): Column<Party>[] {
  const text = (key: 'name' | 'city' | 'website' | 'email' | 'phone' | 'street' | 'postalCode', width: number, sort?: string) =>
    column({
      key,
      header: header(key),
      width,
      cell: (party) => (key === 'name' ? <Name party={party} names={names} /> : (party[key] ?? '')),
      sort,
      edit: save && {
        value: (party) => party[key] ?? '',
        save: (party, value) => save(party, { [key]: value.trim() === '' ? null : value.trim() }),
      },
    })
  return [
    text('name', 260, 'name'),
    column({
      key: 'kinds',
      header: header('kinds'),
      width: 180,
      cell: (party) => party.kinds.map((kind) => names.of('kind', kind)).join(', '),
    }),
    column({
      key: 'sector',
      header: header('sector'),
      width: 220,
      cell: (party) => (party.sectorCode ? names.of('sector', `${party.sectorScheme}:${party.sectorCode}`) : ''),
      sort: 'sector',
    }),
    text('city', 160, 'city'),
    column({
      key: 'tags',
      header: header('tags'),
      width: 180,
      cell: (party) => party.tags.join(', '),
      edit: save && { value: (party) => party.tags.join(', '), save: (party, value) => save(party, { tags: wordsOf(value) }) },
    }),
    text('website', 200),
    text('email', 200),
    text('phone', 140),
    text('street', 180),
    text('postalCode', 100),
    column({
      key: 'updatedAt',
      header: header('updatedAt'),
      width: 120,
      cell: (party) => formats.date(party.updatedAt),
      sort: 'updatedAt',
    }),
    ...fields.map((field) => fieldColumn(field, { answers, formats }, save)),
  ]
}

type Draft = Omit<Column<Party>, 'sort' | 'edit'> & { sort?: string | undefined; edit?: Column<Party>['edit'] | undefined }

function column({ sort, edit, ...rest }: Draft): Column<Party> {
  return { ...rest, ...(sort !== undefined && { sort }), ...(edit !== undefined && { edit }) }
}

function fieldColumn(field: CustomField, texts: Pick<Texts, 'answers' | 'formats'>, save?: Save): Column<Party> {
  const value = (party: Party) => (party.fields as Record<string, unknown>)[field.key]
  const write = (party: Party, entered: string) =>
    save?.(party, { fields: { ...(party.fields as Record<string, unknown>), [field.key]: typed(field.type, entered.trim()) } }) ??
    Promise.resolve()
  return column({
    key: `field:${field.key}`,
    header: field.label,
    width: 140,
    end: field.type === 'number',
    cell: (party) => shown(field.type, value(party), texts),
    edit: save && {
      value: (party) => String(value(party) ?? ''),
      save: write,
      ...(field.type === 'boolean' && { options: yesOrNo(texts.answers) }),
    },
  })
}

function Name({ party, names }: { party: Party; names: ReturnType<typeof useNames> }): ReactNode {
  return (
    <span className={tableClasses.rowName}>
      <KindShape kind={names.kind(party.kinds[0] ?? '')} size={13} />
      <b>{party.name}</b>
    </span>
  )
}

function wordsOf(text: string): string[] {
  return [...new Set(text.split(',').map((word) => word.trim()))].filter((word) => word !== '')
}

function typed(type: string, entered: string): unknown {
  if (entered === '') return null
  if (type === 'number') return Number(entered.replace(',', '.'))
  return type === 'boolean' ? entered === 'true' : entered
}

function yesOrNo({ yes, no }: Texts['answers']) {
  return [
    { value: '', label: '' },
    { value: 'true', label: yes },
    { value: 'false', label: no },
  ]
}

function shown(type: string, value: unknown, { answers, formats }: Pick<Texts, 'answers' | 'formats'>): string {
  if (typeof value === 'number') return formats.number(value)
  if (typeof value === 'boolean') return value ? answers.yes : answers.no
  if (type === 'date' && typeof value === 'string') return formats.date(value)
  return value === null || value === undefined ? '' : String(value)
}
