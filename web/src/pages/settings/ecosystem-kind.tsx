import { Button, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EcosystemKindSelect } from '../../data/ecosystem-kind-select.tsx'
import {
  type KindChange,
  type KindOfEcosystem,
  OTHER_KIND,
  useChooseKind,
  useChosenKind,
  useKindsOfEcosystem,
} from '../../data/ecosystem-kinds.ts'
import { useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import classes from './ecosystem-kind.module.css'
import { Section } from './section.tsx'

/** Which kind of ecosystem this one is, what each would bring, and what came of the last choice. */
export function EcosystemKind() {
  const { t } = useTranslation()
  const mayWrite = useMayWrite()
  const chosen = useChosenKind()
  return (
    <Section title={t('ecosystem-kind.settings.title')} lead={t('ecosystem-kind.settings.lead')}>
      {chosen.isError && <Failure error={chosen.error} again={() => chosen.refetch()} />}
      {chosen.isPending && <Skeleton height={64} aria-hidden="true" />}
      {chosen.data && (mayWrite ? <Choice current={chosen.data.kind} /> : <Shown current={chosen.data.kind} />)}
    </Section>
  )
}

/** For those who may not choose. */
function Shown({ current }: { current: string | null }) {
  const { t } = useTranslation()
  const kind = useKindsOfEcosystem().data?.items.find(({ key }) => key === current)
  return <p>{kind?.name ?? t(current === null ? 'ecosystem-kind.placeholder' : 'ecosystem-kind.other')}</p>
}

function Choice({ current }: { current: string | null }) {
  const { t } = useTranslation()
  const kinds = useKindsOfEcosystem()
  const [picked, setPicked] = useState<string | null>()
  const [change, setChange] = useState<KindChange>()
  const choose = useChooseKind((made) => {
    setChange(made)
    setPicked(undefined)
  })
  const value = picked === undefined ? current : picked
  const kind = kinds.data?.items.find(({ key }) => key === value)
  const isGone = kinds.data !== undefined && kind === undefined && value !== null && value !== OTHER_KIND
  return (
    <div className={classes.choice}>
      <EcosystemKindSelect label={t('ecosystem-kind.settings.label')} value={isGone ? null : value} onChange={setPicked} />
      {isGone && <p>{t('ecosystem-kind.settings.gone')}</p>}
      {kind && <Brings kind={kind} />}
      {choose.error && <Failure error={choose.error} doing="writing" />}
      {value !== null && value === current && !isGone ? (
        <p className={classes.quiet}>{t('ecosystem-kind.settings.current')}</p>
      ) : (
        <Button
          className={classes.do ?? ''}
          disabled={value === null || isGone}
          loading={choose.isPending}
          onClick={() => value !== null && choose.mutate({ kind: value })}
        >
          {t('ecosystem-kind.settings.do')}
        </Button>
      )}
      <div role="status">{change && <Result change={change} undo={(choice) => choose.mutate(choice)} />}</div>
    </div>
  )
}

function Brings({ kind }: { kind: KindOfEcosystem }) {
  const { t } = useTranslation()
  const { list } = useFormats()
  const parts = (['kinds', 'fields', 'tieTypes'] as const).filter((part) => kind.words[part].length > 0)
  return (
    <div className={classes.brings}>
      <h3>{t('ecosystem-kind.settings.brings')}</h3>
      <ul>
        {parts.map((part) => (
          <li key={part}>{t(`ecosystem-kind.settings.${part}`, { words: list(kind.words[part]) })}</li>
        ))}
      </ul>
    </div>
  )
}

function Result({ change, undo }: { change: KindChange; undo: (choice: NonNullable<KindChange['undo']>) => void }) {
  const { t } = useTranslation()
  const kept = (why: KindChange['kept'][number]['why']) => change.kept.filter((word) => word.why === why)
  const parts = [
    { title: 'added', words: change.added },
    { title: 'removed', words: change.removed },
    { title: 'there', words: kept('there') },
    { title: 'used', words: kept('used') },
    { title: 'edited', words: kept('edited') },
  ].filter(({ words }) => words.length > 0)
  return (
    <div className={classes.result}>
      <h3>{t('ecosystem-kind.result.title')}</h3>
      {parts.length === 0 && <p>{t('ecosystem-kind.result.nothing')}</p>}
      <dl>
        {parts.map(({ title, words }) => (
          <div key={title}>
            <dt>{t(`ecosystem-kind.result.${title}`)}</dt>
            <dd>{words.map(({ label }) => label).join(', ')}</dd>
          </div>
        ))}
      </dl>
      {change.undo && (
        <Button variant="subtle" size="compact-sm" className={classes.undo ?? ''} onClick={() => change.undo && undo(change.undo)}>
          {t('ecosystem-kind.result.undo')}
        </Button>
      )}
    </div>
  )
}
