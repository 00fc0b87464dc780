import { ActionIcon, Menu } from '@mantine/core'
import { IconDownload, IconFileExport, IconLink, IconPhoto, IconVectorBezier2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { download } from '../../ui/download.ts'
import { showDone, showFailed } from '../../ui/toast.tsx'

type Props = {
  /** What the picture's file is called, without ending. */
  name: string
  /** Where what is on screen can be taken along as data. */
  exportTo: string
  png?: (() => Promise<Blob>) | undefined
  svg?: (() => Promise<Blob>) | undefined
}

/** A link to what is on screen, and the picture or the data as a file. */
export function ShareMenu({ name, exportTo, png, svg }: Props) {
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
        <Menu.Item leftSection={<IconFileExport size={16} />} component={Link} to={exportTo}>
          {t('map.share.data')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
