import type { TFunction } from 'i18next'

/** An event of the log as a sentence. Types the catalogue does not know are told by their own name, so that nothing is left out. */
export function happening(t: TFunction, type: string, payload: Record<string, unknown>): string {
  const key = type.replaceAll('.', '_')
  const fields = Array.isArray(payload.fields) ? payload.fields.map((field) => fieldName(t, String(field))).join(', ') : ''
  const count = typeof payload.count === 'number' ? payload.count : 1
  return t(`happenings.${key}`, { defaultValue: type, fields, count })
}

function fieldName(t: TFunction, field: string): string {
  return t(`parties.fields.${field}`, { defaultValue: field.replace(/^fields\./, '') })
}
