import { Anchor, Button, Loader } from '@mantine/core'
import { IconFileImport, IconGrape, IconSmokingNo } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { answer, api } from '../../api.ts'
import { Credit, type Sample, useSamples } from '../../data/samples.tsx'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import classes from './welcome.module.css'

const ICONS = { mosel: <IconGrape size={28} aria-hidden="true" />, indiana: <IconSmokingNo size={28} aria-hidden="true" /> }

/** What an empty map shows: three ways to begin, one of them one's own. */
export function Welcome() {
  const { t } = useTranslation()
  const { id: ecosystemId, name } = useEcosystem()
  const samples = useSamples()
  const loading = useLoading()
  const mayWrite = useMayWrite()
  if (!mayWrite) {
    return (
      <PageFrame>
        <PageHead title={name} answer={t('home.welcome.waiting')} />
      </PageFrame>
    )
  }
  const busy = loading.isPending ? samples.data?.items.find(({ key }) => key === loading.variables) : undefined
  return (
    <PageFrame>
      <PageHead title={t('home.welcome.title', { name })} answer={t('home.welcome.answer')} />
      {busy && <Placing sample={busy} />}
      {loading.isError && <Failure error={loading.error} doing="writing" />}
      <div className={classes.ways}>
        <Way
          icon={<IconFileImport size={28} aria-hidden="true" />}
          title={t('home.welcome.own.title')}
          text={t('home.welcome.own.text')}
          action={
            <Button component={Link} to={paths.imports(ecosystemId)}>
              {t('home.welcome.own.action')}
            </Button>
          }
          note={
            <>
              <Anchor component={Link} to={paths.guide(ecosystemId)} size="sm">
                {t('home.guide.begin')}
              </Anchor>
              <Anchor component={Link} to={paths.newOrganisation(ecosystemId)} size="sm">
                {t('home.welcome.byHand')}
              </Anchor>
            </>
          }
        />
        {samples.data?.items.map((sample) => (
          <SampleWay key={sample.key} sample={sample} disabled={loading.isPending} load={() => loading.mutate(sample.key)} />
        ))}
      </div>
      {samples.isError && <Failure error={samples.error} again={() => samples.refetch()} />}
    </PageFrame>
  )
}

/** Loads a sample and leads to the map. */
function useLoading() {
  const { i18n } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (key: Sample['key']) =>
      answer(
        api.POST('/api/ecosystems/{ecosystemId}/samples/{key}', {
          params: { path: { ecosystemId, key } },
          body: { locale: i18n.language === 'de' ? 'de' : 'en' },
        }),
      ),
    onSuccess: async () => {
      await navigate(paths.map(ecosystemId))
      await client.invalidateQueries()
    },
  })
}

function Placing({ sample }: { sample: Sample }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  return (
    <p role="status" className={classes.placing}>
      <Loader size="sm" aria-hidden="true" />
      {t('samples.loading', { parties: number(sample.parties), ties: number(sample.ties) })}
    </p>
  )
}

function SampleWay({ sample, disabled, load }: { sample: Sample; disabled: boolean; load: () => void }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  return (
    <Way
      icon={ICONS[sample.key]}
      title={t(`samples.${sample.key}.title`)}
      text={t(`samples.${sample.key}.lead`)}
      action={
        <Button variant="default" disabled={disabled} onClick={load}>
          {t(`samples.${sample.key}.load`)}
        </Button>
      }
      note={
        <small className={classes.credits}>
          <span>{t('samples.amounts', { parties: number(sample.parties), ties: number(sample.ties) })}</span>
          {sample.parts.map((part) => (
            <span key={part.source}>{part.isInvented ? t('samples.partlyInvented') : <Credit part={part} />}</span>
          ))}
        </small>
      }
    />
  )
}

function Way({ icon, title, text, action, note }: { icon: ReactNode; title: string; text: string; action: ReactNode; note: ReactNode }) {
  return (
    <section className={`tutti-card ${classes.way}`}>
      <div className={classes.icon}>{icon}</div>
      <h2>{title}</h2>
      <p>{text}</p>
      <div className={classes.action}>{action}</div>
      {note}
    </section>
  )
}
