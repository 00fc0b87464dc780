import { Popover, Text, Title, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import classes from './insight.module.css'
import { type Figure, SOURCES, sayFigure } from './words.ts'

/** A number with its unit in words, which opens to its definition and who gave it. */
export function OpenNumber({ figure, big = false }: { figure: Figure; big?: boolean }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { definition } = figure
  const value = sayFigure({ formats }, figure)
  const name = t(`insight.definition.${definition}.name`)
  const short = t(`insight.definition.${definition}.short`, { count: figure.value })
  const source = SOURCES[definition]
  return (
    <Popover width={320} position="bottom-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className={big ? classes.bigNumber : classes.number} aria-label={t('insight.figure.open', { name, short, value })}>
          <strong>{value}</strong> <span>{short}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={name} className={classes.definition} tabIndex={-1} data-autofocus>
        <Title order={3} size="h4">
          {name}
        </Title>
        <Text size="sm" mt={4}>
          {t(`insight.definition.${definition}.text`)}
        </Text>
        {source !== undefined && (
          <Text size="xs" mt={8} className={classes.quiet}>
            {t('insight.figure.source', { source })}
          </Text>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

/** Several numbers in a line. */
export function OpenNumbers({ figures }: { figures: readonly Figure[] }) {
  return (
    <span className={classes.numbers}>
      {figures.map((figure) => (
        <OpenNumber key={figure.definition} figure={figure} />
      ))}
    </span>
  )
}
