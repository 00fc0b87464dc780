import { PasswordInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

const LENGTH_MIN = 10
const LENGTH_MAX = 128

type Props = { label: string; value: string; onChange: (value: string) => void; error?: string | undefined }

/** A password that is being chosen. The one rule stands below it from the start. */
export function NewPassword({ label, value, onChange, error }: Props) {
  const { t } = useTranslation()
  return (
    <PasswordInput
      label={label}
      description={t('ui.passwordRule', { count: LENGTH_MIN })}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      autoComplete="new-password"
      required
      withAsterisk={false}
      minLength={LENGTH_MIN}
      maxLength={LENGTH_MAX}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
