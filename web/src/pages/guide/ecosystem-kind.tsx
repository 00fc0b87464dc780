import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { EcosystemKindSelect } from '../../data/ecosystem-kind-select.tsx'
import { OTHER_KIND, useChooseKind, useKindsOfEcosystem } from '../../data/ecosystem-kinds.ts'
import type { Guide } from '../../data/guide.ts'
import { sectorName } from '../../data/sectors.ts'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import classes from './guide.module.css'

/** Asks for the kind of ecosystem while nobody has said it; afterwards names it, with the way to change it. */
export function EcosystemKind({ chosen }: { chosen: string | null }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const kinds = useKindsOfEcosystem()
  if (chosen === null) return <Ask />
  const name = chosen === OTHER_KIND ? t('ecosystem-kind.other') : kinds.data?.items.find(({ key }) => key === chosen)?.name
  if (name === undefined) return null
  return (
    <p className={classes.chosen}>
      {t('ecosystem-kind.guide.chosen', { name })} <Link to={paths.vocabulary(ecosystemId)}>{t('ecosystem-kind.guide.change')}</Link>
    </p>
  )
}

function Ask() {
  const { t } = useTranslation()
  const [kind, setKind] = useState<string | null>(null)
  const choose = useChooseKind()
  return (
    <div className={classes.kind}>
      <p>{t('ecosystem-kind.guide.lead')}</p>
      <EcosystemKindSelect label={t('ecosystem-kind.label')} value={kind} onChange={setKind} />
      {choose.error && <Failure error={choose.error} doing="writing" />}
      <Button
        variant="default"
        disabled={kind === null}
        loading={choose.isPending}
        onClick={() => kind !== null && choose.mutate({ kind })}
      >
        {t('ecosystem-kind.guide.do')}
      </Button>
    </div>
  )
}

const NAMED_MAX = 5

/** Which sectors such an ecosystem mostly has and the map does not show yet, and on how many organisations this rests. */
export function MissingSectors({ missing, known }: NonNullable<Guide['sectors']>) {
  const { t } = useTranslation()
  const { number } = useFormats()
  if (missing.length === 0) return <p>{t('ecosystem-kind.guide.complete')}</p>
  const named = missing.slice(0, NAMED_MAX).map((code) => sectorName(t, 'nace', code))
  const left = missing.length - named.length
  // the names themselves hold commas
  const sectors = left > 0 ? `${named.join('; ')} ${t('ecosystem-kind.guide.more', { number: number(left) })}` : named.join('; ')
  if (known === 0) return <p>{t('ecosystem-kind.guide.unknown', { sectors })}</p>
  return <p>{t('ecosystem-kind.guide.missing', { sectors, count: known, known: number(known) })}</p>
}
