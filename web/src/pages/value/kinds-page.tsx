import { Button, Select, TextInput } from '@mantine/core'
import { type UseQueryResult, useMutation } from '@tanstack/react-query'
import { Fragment, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { FormDialog } from '../../form-dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { codeOf } from './amounts.ts'
import { BackToKinds } from './pieces.tsx'
import classes from './value.module.css'

type Making = {
  area: 'credit' | 'points'
  make: (kind: { code: string; name: string }) => Promise<{ asset: string }>
  nameWhy?: string
  /** What else is said of a new one. */
  more?: ReactNode
}
type Props<K> = Making & {
  kinds: UseQueryResult<K[]>
  /** In a sentence, how it stands. */
  standing: (kind: K) => ReactNode
  view: (kind: K) => ReactNode
}

/** The page of a kind of value of which an ecosystem makes its own: one of them is shown, others are chosen. */
export function KindsPage<K extends { asset: string; name: string }>({ kinds, standing, view, ...making }: Props<K>) {
  const { t } = useTranslation()
  const { role } = useEcosystem()
  const mayWrite = useMayWrite()
  const [chosen, choose] = useState<string | null>(null)
  const [isMaking, setMaking] = useState(false)
  const words = `value.${making.area}` as const
  const kind = kinds.data?.find(({ asset }) => asset === chosen) ?? kinds.data?.[0]
  const make = mayWrite && <Button onClick={() => setMaking(true)}>{t(`${words}.new`)}</Button>
  const isEmpty = kinds.data?.length === 0
  return (
    <PageFrame>
      <BackToKinds />
      <PageHead
        title={t(`${words}.title`)}
        answer={role === 'viewer' ? t('value.notForGuests') : kind ? standing(kind) : t(`${words}.short`)}
        action={!isEmpty && make}
      />
      {kinds.isError && role !== 'viewer' && <Failure error={kinds.error} again={() => kinds.refetch()} />}
      {isEmpty && (
        <EmptyState title={t(`${words}.empty.title`)} why={t(`${words}.empty.why`)} example={t(`${words}.empty.example`)} action={make} />
      )}
      {kind && (
        <div className={classes.stack}>
          {kinds.data!.length > 1 && (
            <Select
              label={t(`${words}.kind`)}
              data={kinds.data!.map(({ asset, name }) => ({ value: asset, label: name }))}
              value={kind.asset}
              allowDeselect={false}
              onChange={choose}
            />
          )}
          <Fragment key={kind.asset}>{view(kind)}</Fragment>
        </div>
      )}
      {isMaking && <NewKindDialog {...making} onEnd={() => setMaking(false)} onMade={choose} />}
    </PageFrame>
  )
}

/** Makes one: above all it needs a name. */
function NewKindDialog({ area, make, nameWhy, more, onEnd, onMade }: Making & { onEnd: () => void; onMade: (asset: string) => void }) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const code = codeOf(name)
  const making = useMutation({ mutationFn: make })
  return (
    <FormDialog
      title={t(`value.${area}.new`)}
      action={t(`value.${area}.make`)}
      onSend={() =>
        making.mutate(
          { code, name: name.trim() },
          {
            onSuccess: ({ asset }) => {
              onMade(asset)
              onEnd()
            },
          },
        )
      }
      isSending={making.isPending}
      maySend={code !== ''}
      error={making.error}
      onEnd={onEnd}
    >
      <TextInput
        label={t(`value.${area}.name`)}
        description={nameWhy}
        placeholder={t(`value.${area}.nameExample`)}
        value={name}
        maxLength={60}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {more}
    </FormDialog>
  )
}
