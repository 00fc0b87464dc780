import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { TierDraft } from './draft.ts'
import classes from './sharing.module.css'

const TIERS_MAX = 20

type Props = { tiers: readonly TierDraft[]; onChange: (tiers: TierDraft[]) => void }

/** Parts that grow or fall with the amount: each stretch of it at a part of its own, the last without an end. */
export function TierFields({ tiers, onChange }: Props) {
  const { t } = useTranslation()
  const change = (place: number, part: Partial<TierDraft>) => onChange(tiers.map((tier, k) => (k === place ? { ...tier, ...part } : tier)))
  return (
    <fieldset className={classes.tiers}>
      <legend>{t('sharing.tiers.label')}</legend>
      {tiers.map((tier, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a tier is known by its place
        <div key={place} className={classes.tier}>
          {place < tiers.length - 1 ? (
            <TextInput
              label={t('sharing.tiers.upTo')}
              inputMode="decimal"
              rightSection="€"
              value={tier.upTo}
              onChange={(event) => change(place, { upTo: event.currentTarget.value })}
            />
          ) : (
            <p className={classes.above}>{t('sharing.tiers.above')}</p>
          )}
          <TextInput
            label={t('sharing.tiers.part', { number: place + 1 })}
            inputMode="decimal"
            rightSection="%"
            value={tier.percent}
            onChange={(event) => change(place, { percent: event.currentTarget.value })}
          />
          {tiers.length > 1 && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('sharing.tiers.remove', { number: place + 1 })}
              onClick={() => onChange(tiers.filter((_, k) => k !== place))}
            >
              <IconTrash size={18} aria-hidden="true" />
            </ActionIcon>
          )}
        </div>
      ))}
      {tiers.length < TIERS_MAX && (
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.addPurpose ?? ''}
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => onChange([...tiers, { upTo: '', percent: '' }])}
        >
          {t('sharing.tiers.add')}
        </Button>
      )}
    </fieldset>
  )
}
