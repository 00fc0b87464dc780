import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useKinds } from '../../data/kinds.ts'
import { sectorName } from '../../data/sectors.ts'
import { useTieTypes } from './data.ts'

/** What is shown for a key: kinds, sectors and tie types by name, everything else as it is. */
export function useNames() {
  const { t } = useTranslation()
  const kinds = useKinds()
  const tieTypes = useTieTypes()
  return useMemo(() => {
    const own = new Map(tieTypes.map((type) => [type.key, type.label]))
    const tieType = (key: string) => own.get(key) || t(`map.tieTypes.${key}`, { defaultValue: key })
    const of = (field: string, value: string) => {
      if (field === 'kind') return kinds.of(value).label
      if (field === 'tieType') return tieType(value)
      if (field === 'sector') return value === '' ? t('map.none.sector') : sectorName(t, null, value)
      if (field === 'community') return t('map.community', { number: value })
      return value
    }
    return { kind: (key: string) => kinds.of(key), kinds: kinds.all, tieType, of }
  }, [t, kinds, tieTypes])
}
