import { Kbd, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { usePlaces } from './navigation.tsx'
import classes from './shell.module.css'

const SEQUENCE_MS = 1_200

/** The keys: g and a letter go somewhere, ? shows them all. Keys typed into a field are left alone. */
export function Shortcuts() {
  const { t } = useTranslation()
  const [opened, { open, close }] = useDisclosure()
  const navigate = useNavigate()
  const places = usePlaces()
  const goSince = useRef(0)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return
      const going = event.timeStamp - goSince.current < SEQUENCE_MS
      goSince.current = event.key === 'g' ? event.timeStamp : 0
      if (event.key === '?') open()
      const place = going ? places.find(({ key }) => key === event.key) : undefined
      if (place === undefined) return
      event.preventDefault()
      navigate(place.to)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  })
  return (
    <Modal opened={opened} onClose={close} title={t('shell.keys.title')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <dl className={classes.keys}>
        <dt>{t('shell.find')}</dt>
        <dd>
          <Kbd>Ctrl</Kbd> <Kbd>K</Kbd>
        </dd>
        {places.map(({ place, key }) => (
          <div key={place} style={{ display: 'contents' }}>
            <dt>{t(`shell.places.${place}`)}</dt>
            <dd>
              <Kbd>g</Kbd> <Kbd>{key}</Kbd>
            </dd>
          </div>
        ))}
        <dt>{t('shell.keys.table')}</dt>
        <dd>
          <Kbd>↑</Kbd> <Kbd>↓</Kbd> <Kbd>Enter</Kbd> <Kbd>F2</Kbd>
        </dd>
        <dt>{t('shell.keys.close')}</dt>
        <dd>
          <Kbd>Esc</Kbd>
        </dd>
        <dt>{t('shell.keys.title')}</dt>
        <dd>
          <Kbd>?</Kbd>
        </dd>
      </dl>
    </Modal>
  )
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
}
