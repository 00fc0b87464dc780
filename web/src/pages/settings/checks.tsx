import { Anchor, Badge, Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { type Check, checksQuery, GUIDES, useFoundWords } from '../../data/checks.ts'
import { keepAnswer } from '../../data/keep-answer.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import { QrCode } from '../../ui/qr-code.tsx'
import { showDone } from '../../ui/toast.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

const COLOURS = { fine: 'accent', warning: 'warning', problem: 'danger', unknown: 'gray' } as const

/** Whether others reach this installation, mails arrive, the certificate holds, there is a backup and room; each with what to do. */
export function Checks() {
  const { t } = useTranslation()
  const { dateTime } = useFormats()
  const known = useQueryClient()
  const checks = useQuery(checksQuery)
  const again = useWork(async () => keepAnswer(known, checksQuery.queryKey, await answer(api.POST('/api/installation/checks'))))
  const at = checks.data?.items[0]?.at
  return (
    <Section title={t('checks.title')} lead={t('checks.lead')}>
      {checks.isError && <Failure error={checks.error} again={() => checks.refetch()} />}
      {checks.isPending && <p className={classes.quiet}>{t('checks.looking')}</p>}
      <ul className={classes.list} aria-label={t('checks.title')}>
        {checks.data?.items.map((check) => (
          <Item key={check.check} check={check} url={checks.data.url} />
        ))}
      </ul>
      {again.error && <Failure error={again.error} />}
      <div className={classes.checked}>
        <Button variant="default" loading={again.busy} onClick={() => again.run()}>
          {t('checks.again')}
        </Button>
        {at !== undefined && <span className={classes.quiet}>{t('checks.at', { when: dateTime(at) })}</span>}
      </div>
    </Section>
  )
}

function Item({ check, url }: { check: Check; url: string }) {
  const { t } = useTranslation()
  const { sentence, todo } = useFoundWords()(check)
  const name = t(`checks.names.${check.check}`)
  return (
    <li>
      <div className={classes.what}>
        <div className={classes.name}>{name}</div>
        <p className={classes.found}>{sentence}</p>
        {todo !== '' && (
          <p className={classes.todo}>
            {todo}{' '}
            <Anchor href={GUIDES[check.check]} target="_blank" rel="noreferrer" underline="always" inherit>
              {t('checks.guide', { name })}
            </Anchor>
          </p>
        )}
        {check.check === 'address' && check.code !== 'address_local' && <FromOutside url={url} />}
        {check.check === 'mail' && check.code !== 'mail_none' && check.code !== 'mail_refused' && <MailCheck />}
      </div>
      <Badge color={COLOURS[check.state]} variant="light">
        {t(`checks.states.${check.state}`)}
      </Badge>
    </li>
  )
}

/** The check itself was made from this machine; a phone without Wi-Fi is outside for sure. */
function FromOutside({ url }: { url: string }) {
  const { t } = useTranslation()
  return (
    <div className={classes.outside}>
      <QrCode text={url} label={t('checks.code')} />
      <p className={classes.todo}>
        {t('checks.inside')} <span className={classes.address}>{url}</span>
      </p>
    </div>
  )
}

function MailCheck() {
  const { t } = useTranslation()
  const send = useWork(async () => {
    await answer(api.POST('/api/installation/mail-checks'))
    showDone(t('checks.mailSent'))
  })
  return (
    <div className={classes.mailCheck}>
      {send.error && <Failure error={send.error} />}
      <Button variant="default" size="compact-sm" loading={send.busy} onClick={() => send.run()}>
        {t('checks.sendMail')}
      </Button>
    </div>
  )
}
