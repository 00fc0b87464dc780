import { Button, Group, MultiSelect, Select, SimpleGrid, Stack, TagsInput, Textarea, TextInput, Title } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useChosenKind } from '../../data/ecosystem-kinds.ts'
import { useKinds } from '../../data/kinds.ts'
import { findSectors, sectorOptions } from '../../data/sectors.ts'
import { Failure } from '../../failure.tsx'
import { fieldErrors } from '../../problem.ts'
import { useDraft } from '../../ui/draft.ts'
import { KindShape } from '../../ui/kind-shape.tsx'
import { SectorSelect } from '../../ui/sector-select.tsx'
import { CustomField } from './custom-field.tsx'
import { type PartyValues, toFacts } from './form-values.ts'
import { Numbers } from './numbers.tsx'
import { useFields } from './queries.ts'

type Props = {
  draftKey: string
  initial: PartyValues
  submit: string
  error: unknown
  onSubmit: (facts: ReturnType<typeof toFacts>) => Promise<unknown>
  onCancel: () => void
}

type TextKey = { [K in keyof PartyValues]: PartyValues[K] extends string ? K : never }[keyof PartyValues]

/** The facts of a party, to create or to correct it. What was typed outlives a reload until it is sent or given up. */
// long because the fields of one form are read together
export function PartyForm({ draftKey, initial, submit, error, onSubmit, onCancel }: Props) {
  const { t, i18n } = useTranslation()
  const kinds = useKinds()
  const typical = useChosenKind().data?.sectors
  const fields = useFields().data?.items ?? []
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names change with the language
  const sectors = useMemo(() => [...sectorOptions('nace'), ...sectorOptions('naics')], [i18n.language])
  const draft = useDraft(draftKey, initial)
  const { value: values, set } = draft
  const errors = fieldErrors(t, i18n.language, error)
  const text = (key: TextKey) => ({
    label: t(`parties.fields.${key}`),
    value: values[key],
    error: errors[key],
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => set({ [key]: event.currentTarget.value }),
  })
  const send = async () => {
    try {
      await onSubmit(toFacts(t, values))
      draft.clear()
    } catch {
      // the refusal is shown below, what was typed stays
    }
  }
  const give = () => {
    draft.clear()
    onCancel()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Stack gap="md">
        <TextInput {...text('name')} required data-autofocus />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <MultiSelect
            label={t('parties.fields.kinds')}
            data={kinds.all.map(({ key, label }) => ({ value: key, label }))}
            value={values.kinds}
            onChange={(chosen) => set({ kinds: chosen })}
            renderOption={({ option }) => (
              <Group gap="xs">
                <KindShape kind={kinds.of(option.value)} />
                {option.label}
              </Group>
            )}
            error={errors.kinds}
          />
          <Select
            label={t('parties.fields.form')}
            data={(['organisation', 'group'] as const).map((form) => ({ value: form, label: t(`parties.forms.${form}`) }))}
            value={values.form}
            onChange={(form) => form !== null && set({ form: form as PartyValues['form'] })}
            allowDeselect={false}
          />
        </SimpleGrid>
        <SectorSelect
          label={t('parties.fields.sector')}
          find={(typed) => findSectors(sectors, typed, typical)}
          value={values.sector}
          onChange={(sector) => set({ sector })}
          error={errors.sectorCode ?? errors.sectorScheme}
        />
        <Textarea {...text('description')} autosize minRows={2} maxRows={8} />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput {...text('phone')} inputMode="tel" />
          <TextInput {...text('email')} inputMode="email" />
          <TextInput {...text('website')} inputMode="url" />
          <TagsInput label={t('parties.fields.tags')} value={values.tags} onChange={(tags) => set({ tags })} error={errors.tags} />
        </SimpleGrid>
        <Title order={2} size="h3">
          {t('parties.fields.address')}
        </Title>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput {...text('street')} />
          <Group grow gap="sm" align="start">
            <TextInput {...text('postalCode')} />
            <TextInput {...text('city')} />
          </Group>
          <TextInput {...text('region')} />
          <TextInput
            {...text('country')}
            maxLength={2}
            description={t('parties.countryHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
          />
        </SimpleGrid>
        <Numbers values={values.identifiers} errors={errors} onChange={(identifiers) => set({ identifiers })} />
        {fields.length > 0 && (
          <>
            <Title order={2} size="h3">
              {t('parties.ownFields')}
            </Title>
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              {fields.map((field) => (
                <CustomField
                  key={field.key}
                  field={field}
                  value={values.fields[field.key]}
                  error={errors[`fields.${field.key}`]}
                  onChange={(value) => set({ fields: { ...values.fields, [field.key]: value } })}
                />
              ))}
            </SimpleGrid>
          </>
        )}
        {error !== null && error !== undefined && <Failure error={error} doing="writing" />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={give}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit">{submit}</Button>
        </Group>
      </Stack>
    </form>
  )
}
