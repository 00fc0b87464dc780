import { Button, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy, IconMailOpened, IconShare2 } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './ask.module.css'
import type { LetterContent } from './letter.tsx'
import { QrCode } from './qr-code.tsx'

const Letter = lazy(() => import('./letter.tsx').then(({ LetterDialog }) => ({ default: LetterDialog })))

type Props = {
  /** What is handed over. A secret link is given here right after it was made and nowhere else: nothing is kept of it. */
  link: string
  /** What a message says before the link, and its subject; in the reader's language. */
  title: string
  message: string
  /** What a printed letter says; without it there is none, for what nobody would send on paper. */
  letter?: LetterContent
}

/**
 * Hands a link to somebody without a mail server: to copy, to share by whatever the device can share with, to scan, or as a printed letter. Everything
 * that asks a partner for something uses this: invitations, corrections of a public map, answers to a meeting. So does what one merely passes on,
 * a public map or a calendar feed, without a letter.
 *
 * `letter.write` gets the texts of the language the letter is in, which may be another than the reader's; see `HandOver` of the invitations.
 */
export function Ask({ link, title, message, letter }: Props) {
  const { t } = useTranslation()
  const [writing, setWriting] = useState(false)
  return (
    <div className={classes.ask}>
      <QrCode text={link} label={t('ask.code')} />
      <div className={classes.ways}>
        <div className={classes.address} data-testid="ask-link">
          {link}
        </div>
        <div className={classes.buttons}>
          <CopyButton value={link} timeout={3_000}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                leftSection={copied ? <IconCheck size={16} aria-hidden="true" /> : <IconCopy size={16} aria-hidden="true" />}
                onClick={copy}
              >
                <span aria-live="polite">{t(copied ? 'ask.copied' : 'ask.copy')}</span>
              </Button>
            )}
          </CopyButton>
          <ShareButton link={link} title={title} message={message} />
          {letter && (
            <Button variant="default" leftSection={<IconMailOpened size={16} aria-hidden="true" />} onClick={() => setWriting(true)}>
              {t('ask.letter')}
            </Button>
          )}
        </div>
        <p className={classes.hint}>{t(letter ? 'ask.hint' : 'ask.hintOnScreen')}</p>
      </div>
      {letter && writing && (
        <Suspense>
          <Letter link={link} content={letter} onClose={() => setWriting(false)} />
        </Suspense>
      )}
    </div>
  )
}

/** The share sheet of the device, where it has one. */
function ShareButton({ link, title, message }: { link: string; title: string; message: string }) {
  const { t } = useTranslation()
  const content = { title, text: message, url: link }
  if (typeof navigator.share !== 'function' || navigator.canShare?.(content) === false) return null
  // leaving the sheet without choosing anybody is no failure, and what failed is still here to copy
  const share = () => navigator.share(content).catch(() => {})
  return (
    <Button variant="default" leftSection={<IconShare2 size={16} aria-hidden="true" />} onClick={share}>
      {t('ask.share')}
    </Button>
  )
}
