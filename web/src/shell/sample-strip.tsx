import { Anchor, Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { answer, api } from '../api.ts'
import { Credit, type Sample, useSamples } from '../data/samples.tsx'
import { useEcosystem, useMayWrite } from '../data/session.ts'
import { Failure } from '../failure.tsx'
import { withParty } from '../paths.ts'
import { useFormats } from '../ui/format.ts'
import { showDone } from '../ui/toast.tsx'
import classes from './sample-strip.module.css'

/** A line at the foot of every page for as long as something on the map came with a sample: whose work it is, what is invented, how it goes. */
export function SampleStrip() {
  const { t } = useTranslation()
  const samples = useSamples()
  const [opened, { open, close }] = useDisclosure(false)
  const present = samples.data?.items.filter(({ partiesHere, loadedAt }) => partiesHere > 0 || loadedAt !== null) ?? []
  if (present.length === 0) return null
  return (
    <aside className={classes.strip} aria-label={t('samples.strip')}>
      <span className={classes.credits}>
        {present.map(({ key, parts }) => (
          <span key={key}>
            <b>{t(`samples.${key}.title`)}</b>
            {parts.map((part) => (
              <Fragment key={part.source}>
                {' · '}
                {part.isInvented ? t('samples.partlyInvented') : <Credit part={part} />}
              </Fragment>
            ))}
          </span>
        ))}
      </span>
      <button type="button" className={classes.more} onClick={open}>
        {t('samples.more')}
      </button>
      <Modal opened={opened} onClose={close} title={t('samples.about')} size="lg" closeButtonProps={{ 'aria-label': t('ui.close') }}>
        <Stack gap="xl">
          {present.map((sample) => (
            <AboutSample key={sample.key} sample={sample} onGone={close} />
          ))}
        </Stack>
      </Modal>
    </aside>
  )
}

function AboutSample({ sample, onGone }: { sample: Sample; onGone: () => void }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const mayWrite = useMayWrite()
  const client = useQueryClient()
  const removal = useMutation({
    mutationFn: () =>
      answer(api.DELETE('/api/ecosystems/{ecosystemId}/samples/{key}', { params: { path: { ecosystemId, key: sample.key } } })),
    onSuccess: async ({ left, parties }) => {
      await client.invalidateQueries()
      if (left.parties.length > 0) return
      showDone(t('samples.removed', { count: parties, number: number(parties) }))
      onGone()
    },
  })
  return (
    <section>
      <h3 className={classes.title}>{t(`samples.${sample.key}.title`)}</h3>
      <Text mb="xs">{t(`samples.${sample.key}.explanation`)}</Text>
      <List size="sm" mb="md">
        {sample.parts.map((part) => (
          <List.Item key={part.source}>{part.isInvented ? t('samples.partlyInvented') : <Credit part={part} />}</List.Item>
        ))}
      </List>
      {removal.isError && <Failure error={removal.error} doing="writing" />}
      {removal.data ? (
        <Left left={removal.data.left.parties} />
      ) : (
        mayWrite &&
        sample.loadedAt !== null && (
          <Group gap="sm">
            <Button color="danger" variant="light" loading={removal.isPending} onClick={() => removal.mutate()}>
              {t('samples.remove')}
            </Button>
            <Text size="sm" c="var(--tutti-quiet)">
              {t('samples.removeNote')}
            </Text>
          </Group>
        )
      )}
    </section>
  )
}

/** What somebody built on, and which therefore stayed. */
function Left({ left }: { left: { id: string; name: string }[] }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  return (
    <div role="status">
      <Text fw={500}>{t('samples.left', { count: left.length, number: number(left.length) })}</Text>
      <List size="sm" mt={4}>
        {left.map(({ id, name }) => (
          <List.Item key={id}>
            <Anchor component={Link} to={{ search: withParty('', id) }}>
              {name}
            </Anchor>
          </List.Item>
        ))}
      </List>
    </div>
  )
}
