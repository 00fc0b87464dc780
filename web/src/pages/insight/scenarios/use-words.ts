import { useTranslation } from 'react-i18next'
import { useKinds } from '../../../data/kinds.ts'
import { useTieTypes } from '../../../data/tie-types.ts'
import { useFormats } from '../../../ui/format.ts'
import type { Words } from './words.ts'

/** What it takes to say a change: the names of kinds and of types of tie, also own ones. */
export function useWords(): Words {
  const { t } = useTranslation()
  const formats = useFormats()
  const types = useTieTypes()
  const kinds = useKinds()
  return { t, formats, tieName: (type) => types.name(type), kindName: (kind) => kinds.of(kind).label }
}
