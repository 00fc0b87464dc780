import { Alert, Button, Group, Modal, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useEcosystem, useMayWrite } from '../../../data/session.ts'
import { Failure } from '../../../failure.tsx'
import { paths } from '../../../paths.ts'
import { Ask } from '../../../ui/ask.tsx'
import { useFormats } from '../../../ui/format.ts'
import { showDone } from '../../../ui/toast.tsx'
import { type Scenario, useScenarioWork } from './queries.ts'

type Props = { scenario: Scenario; onEnd: () => void }

/** Hands the scenario to others: to those with access by its address, to others by a link that shows it as it is now. */
export function Share({ scenario, onEnd }: Props) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const mayWrite = useMayWrite()
  const message = t('scenarios.share.message', { name: scenario.name })
  return (
    <Modal opened onClose={onEnd} size="lg" title={t('scenarios.share.title')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <Stack gap="md">
        <Title order={3} size="h4">
          {t('scenarios.share.inside')}
        </Title>
        <Text size="sm">{t('scenarios.share.why')}</Text>
        <Ask link={new URL(paths.scenario(ecosystemId, scenario.id), location.origin).href} title={scenario.name} message={message} />
        {mayWrite && <Outside scenario={scenario} message={message} />}
      </Stack>
    </Modal>
  )
}

function Outside({ scenario, message }: { scenario: Scenario; message: string }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const { share, withdraw } = useScenarioWork(scenario.id)
  const close = () =>
    withdraw.mutate(undefined, {
      onSuccess: () => {
        share.reset()
        showDone(t('scenarios.share.withdrawn'))
      },
    })
  const error = share.error ?? withdraw.error
  return (
    <>
      <Title order={3} size="h4">
        {t('scenarios.share.outside')}
      </Title>
      <Alert color="warning" variant="light">
        {t('scenarios.share.warning')}
      </Alert>
      {share.data && (
        <>
          <Ask link={new URL(share.data.path, location.origin).href} title={scenario.name} message={message} />
          <Text size="sm">{t('scenarios.share.until', { date: date(share.data.expiresAt) })}</Text>
        </>
      )}
      {Boolean(error) && <Failure error={error} />}
      <Group gap="xs">
        <Button variant="light" loading={share.isPending} onClick={() => share.mutate()}>
          {t('scenarios.share.make')}
        </Button>
        <Button variant="default" loading={withdraw.isPending} onClick={close}>
          {t('scenarios.share.withdraw')}
        </Button>
      </Group>
    </>
  )
}
