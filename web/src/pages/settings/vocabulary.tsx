import { useTranslation } from 'react-i18next'
import { PageHead } from '../../ui/page-head.tsx'
import { EcosystemKind } from './ecosystem-kind.tsx'
import { OwnFields } from './own-fields.tsx'
import { OwnKinds } from './own-kinds.tsx'
import { OwnTieTypes } from './own-tie-types.tsx'

/** The words this ecosystem adds to those everybody has: kinds, types of tie and fields. */
export function Component() {
  const { t } = useTranslation()
  return (
    <>
      <PageHead title={t('settings.vocabulary.title')} answer={t('settings.vocabulary.answer')} />
      <EcosystemKind />
      <OwnKinds />
      <OwnTieTypes />
      <OwnFields />
    </>
  )
}
