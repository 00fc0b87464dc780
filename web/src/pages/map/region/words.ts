import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { sectorName } from '../../../data/sectors.ts'
import type { Picture } from './model.ts'

type Level = 'areas' | 'communities'

/** What a group is called: after its best connected member, or for what it is. */
export function useGroupName(picture: Picture | undefined): (level: Level, group: number) => string {
  const { t } = useTranslation()
  return useCallback(
    (level, group) => {
      if (!picture) return ''
      if (isSpecial(picture, level, group, picture.isolates)) return t('region.isolates')
      if (level === 'areas' && group === picture.scattered) return t('region.scattered')
      return picture[level].name[group] ?? t('region.unnamed', { number: group + 1 })
    },
    [picture, t],
  )
}

/** What most members of a group share: their town, their sector. */
export function useGroupDetail(picture: Picture | undefined): (level: Level, group: number) => string {
  const { t } = useTranslation()
  return useCallback(
    (level, group) => {
      const { city, sector } = picture?.[level] ?? {}
      const named = sector?.[group] ? sectorName(t, null, sector[group]) : ''
      return [city?.[group] ?? '', named].filter((part) => part !== '').join(' · ')
    },
    [picture, t],
  )
}

function isSpecial({ areas }: Picture, level: Level, group: number, area: number): boolean {
  return area >= 0 && group === (level === 'areas' ? area : areas.firstCommunity[area])
}
