import { useTranslation } from 'react-i18next'
import { paths } from '../paths.ts'
import { useEcosystem } from './session.ts'

/** Says in words where a fact comes from: `import:…`, `person:…`, `key:…`, `sample:…`, `sorting:…`, `correction:…`; and where to read more, if anywhere. */
export function useSource(): (source: string | null | undefined) => { text: string; to: string | undefined } {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  return (source) => {
    const [kind, rest = ''] = (source ?? '').split(/:(.*)/s)
    if (kind === 'import') return { text: t('parties.source.import'), to: paths.import(ecosystemId, rest.split('#')[0] ?? rest) }
    if (kind === 'sample') return { text: t('parties.source.sample'), to: undefined }
    if (kind === 'sorting') return { text: t('parties.source.sorting'), to: paths.sorting(ecosystemId) }
    if (kind === 'geonames') return { text: t('parties.source.geonames'), to: undefined }
    if (kind === 'geocoder') return { text: t('parties.source.geocoder'), to: undefined }
    if (kind === 'correction') return { text: t('parties.source.correction'), to: undefined }
    if (kind === 'key') return { text: t('parties.source.key'), to: undefined }
    if (kind === 'person') return { text: t('parties.source.person'), to: undefined }
    return { text: t('parties.source.unknown'), to: undefined }
  }
}
