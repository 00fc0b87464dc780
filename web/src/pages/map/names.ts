import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useKinds } from '../../data/kinds.ts'
import { sectorName } from '../../data/sectors.ts'
import { useFields, useTieTypes } from './data.ts'

/** What is shown for a key: kinds, sectors and tie types by name, everything else as it is. */
export function useNames() {
  const { t } = useTranslation()
  const kinds = useKinds()
  const tieTypes = useTieTypes()
  const fields = useFields()
  return useMemo(() => {
    const ownFields = new Map(fields.map((field) => [`field:${field.key}`, field]))
    const own = new Map(tieTypes.map((type) => [type.key, type.label]))
    const tieType = (key: string) => own.get(key) || t(`map.tieTypes.${key}`, { defaultValue: key })
    const of = (field: string, value: string) => {
      if (field === 'kind') return kinds.of(value).label
      if (field === 'tieType') return tieType(value)
      if (field === 'sector') return value === '' ? t('map.none.sector') : sectorName(t, null, value)
      if (value !== '' && ownFields.get(field)?.type === 'boolean') return t(value === 'true' ? 'map.yes' : 'map.no')
      if (field === 'community') return t('map.community', { number: value })
      return value
    }
    /** The name of what is coloured, sized or grouped by: fields under their own label, all else from the catalogue. */
    const encoding = (by: string) => {
      const [what, key = ''] = by.split(/:(.*)/)
      if (what === 'field') return ownFields.get(by)?.label ?? key
      if (what === 'measure') return t(`map.measures.${key}`, { defaultValue: key })
      return t(`map.by.${by}`)
    }
    return { kind: (key: string) => kinds.of(key), kinds: kinds.all, tieType, of, encoding }
  }, [t, kinds, tieTypes, fields])
}
