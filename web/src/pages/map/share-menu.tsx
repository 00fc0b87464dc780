import { ActionIcon, Menu } from '@mantine/core'
import { IconDownload, IconLink, IconPhoto, IconVectorBezier2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { showDone, showFailed } from '../../ui/toast.tsx'
import { download } from './pictures.ts'

type Props = {
  /** What the picture's file is called, without ending. */
  name: string
  png?: (() => Promise<Blob>) | undefined
  svg?: (() => Promise<Blob>) | undefined
}

/** A link to what is on screen, and the picture as a file. */
export function ShareMenu({ name, png, svg }: Props) {
  const { t } = useTranslation()
  const copy = () => navigator.clipboard.writeText(location.href).then(() => showDone(t('map.share.copied')), failed)
  const failed = () => showFailed(t('map.share.failed'))
  const save = (make: () => Promise<Blob>, ending: string) => make().then((file) => download(file, `${name}.${ending}`), failed)
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon size="lg" variant="default" aria-label={t('map.share.label')} title={t('map.share.label')}>
          <IconDownload size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconLink size={16} />} onClick={copy}>
          {t('map.share.link')}
        </Menu.Item>
        {png && (
          <Menu.Item leftSection={<IconPhoto size={16} />} onClick={() => save(png, 'png')}>
            {t('map.share.png')}
          </Menu.Item>
        )}
        {svg && (
          <Menu.Item leftSection={<IconVectorBezier2 size={16} />} onClick={() => save(svg, 'svg')}>
            {t('map.share.svg')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
