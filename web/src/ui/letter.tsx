import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import i18next, { type TFunction } from 'i18next'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import classes from './ask.module.css'
import { QrCode } from './qr-code.tsx'

const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
type Language = keyof typeof LANGUAGES
const DATES: Record<Language, string> = { en: 'en-GB', de: 'de-DE' }

export type LetterContent = {
  /** Who writes: the name of the ecosystem, and of the person who signs. */
  sender: string
  person: string
  /** The organisation it goes to, if it is known; it can be typed as well. */
  to?: string
  /** The language of the one who gets it. */
  language?: Language
  /** Where the clocks are by which times are told; those of the device unless given. */
  timeZone?: string
  /** Subject and paragraphs, with the texts of the language the letter is in, and `day` and `time` for dates in it, the second with the hour. */
  write: (
    t: TFunction,
    day: (instant: string) => string,
    time: (instant: string) => string,
  ) => { subject: string; paragraphs: readonly string[] }
}

type Props = { link: string; content: LetterContent; onClose: () => void }

/** The letter to look at, in the language of whoever gets it, and the way to the printer. */
export function LetterDialog({ link, content, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const [language, setLanguage] = useState<Language>(content.language ?? (i18n.language as Language))
  const [to, setTo] = useState(content.to ?? '')
  const written = useTexts(language)
  const sheet = written && <Sheet link={link} content={content} to={to.trim()} language={language} t={written} />
  return (
    <Modal opened onClose={onClose} size="xl" title={t('ask.letterTitle')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <div className={classes.dialog}>
        <TextInput
          label={t('ask.to')}
          placeholder={t('ask.toExample')}
          maxLength={200}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={t('ask.language')}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          value={language}
          onChange={(value) => setLanguage(value as Language)}
        />
        <div className={classes.preview}>{sheet}</div>
        <div className={classes.buttons}>
          <Button leftSection={<IconPrinter size={16} aria-hidden="true" />} disabled={!written} onClick={() => window.print()}>
            {t('ask.print')}
          </Button>
          <Button variant="subtle" onClick={onClose}>
            {t('ui.close')}
          </Button>
        </div>
      </div>
      {createPortal(<div className={classes.paper}>{sheet}</div>, document.body)}
    </Modal>
  )
}

function Sheet({ link, content, to, language, t }: Omit<Props, 'onClose'> & { to: string; language: Language; t: TFunction }) {
  const zone = content.timeZone === undefined ? {} : { timeZone: content.timeZone }
  const days = new Intl.DateTimeFormat(DATES[language], { dateStyle: 'long', ...zone })
  const times = new Intl.DateTimeFormat(DATES[language], { dateStyle: 'full', timeStyle: 'short', ...zone })
  const { subject, paragraphs } = content.write(
    t,
    (instant) => days.format(new Date(instant)),
    (instant) => times.format(new Date(instant)),
  )
  return (
    <article className={classes.sheet} lang={language} aria-label={subject}>
      <header>
        <div>{content.sender}</div>
        <div>{days.format(new Date())}</div>
      </header>
      {to !== '' && <p className={classes.to}>{to}</p>}
      <p className={classes.subject}>{subject}</p>
      <p>{t('ask.greeting')}</p>
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <div className={classes.way}>
        <QrCode text={link} label={t('ask.code')} />
        <div>
          <p>{t('ask.how')}</p>
          <p className={classes.typed}>{link.replace(/^https:\/\//, '')}</p>
        </div>
      </div>
      <p>{t('ask.closing')}</p>
      <p>
        {content.person}
        <br />
        {content.sender}
      </p>
    </article>
  )
}

/** The texts of a language, which may have to be loaded first. */
function useTexts(language: Language): TFunction | undefined {
  const [loaded, setLoaded] = useState<Language>()
  useEffect(() => {
    let wanted = true
    i18next.loadLanguages(language).then(() => wanted && setLoaded(language))
    return () => {
      wanted = false
    }
  }, [language])
  return loaded === language ? i18next.getFixedT(language) : undefined
}
