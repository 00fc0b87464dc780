import { Button, Checkbox, SegmentedControl, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { LANGUAGES, type Language } from '../../i18n.ts'
import { showDone } from '../../ui/toast.tsx'
import { FIELDS, type Publication, type PublicationSettings, type PublicField, useRefresh } from './public-map-queries.ts'
import { Section } from './section.tsx'
import classes from './settings.module.css'

const LICENCES = ['CC-BY-4.0', 'CC0-1.0', 'CC-BY-SA-4.0', 'ODbL-1.0', 'none'] as const
const PAGES = ['intro', 'imprint', 'privacy', 'accessibility'] as const

/** Address, fields, licence, who may embed it, and the texts of the pages. */
export function PublicSettings({ publication }: { publication: Publication }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefresh()
  const { slug, fields, licence, contactEmail, texts } = publication
  const [form, setForm] = useState({ slug, fields, licence, contactEmail, texts, origins: publication.frameAncestors.join('\n') })
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change })
  const work = useWork(async () => {
    const { origins, ...rest } = form
    const frameAncestors = origins.split(/\s+/).filter(Boolean)
    const body: PublicationSettings & { version: number } = { ...rest, frameAncestors, version: publication.version }
    await answer(api.PUT('/api/ecosystems/{ecosystemId}/publication', { params: { path: { ecosystemId } }, body }))
    showDone(t('settings.kept'))
    await refresh()
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  return (
    <form onSubmit={submit}>
      <Section title={t('public-map.what')} lead={t('public-map.whatWhy')}>
        <Checkbox.Group
          value={form.fields}
          onChange={(value) => set({ fields: value as PublicField[] })}
          label={t('public-map.shownFields')}
        >
          <Stack gap={8} mt={8}>
            {FIELDS.map((field) => (
              <Checkbox key={field} value={field} label={t(`public-map.fields.${field}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Address form={form} errors={work.fields} onChange={set} />
      </Section>
      <Texts publication={publication} texts={form.texts} onChange={(next) => set({ texts: next })} />
      {work.error && <Failure error={work.error} doing="writing" />}
      <Button type="submit" loading={work.busy} mb="xl">
        {t('settings.keep')}
      </Button>
    </form>
  )
}

type Form = Pick<Publication, 'slug' | 'licence' | 'contactEmail'> & { origins: string }
type AddressProps = { form: Form; errors: Record<string, string>; onChange: (change: Partial<Form>) => void }

/** Where the map is, under which licence, whom readers write to, who may embed it. */
function Address({ form, errors, onChange: set }: AddressProps) {
  const { t } = useTranslation()
  const originError = Object.entries(errors).find(([path]) => path.startsWith('frameAncestors'))?.[1]
  return (
    <div className={classes.form}>
      <TextInput
        label={t('public-map.slug')}
        description={`${location.origin}/m/${form.slug}`}
        required
        withAsterisk={false}
        maxLength={60}
        value={form.slug}
        error={errors.slug}
        onChange={(event) => set({ slug: event.currentTarget.value })}
      />
      <Select
        label={t('public-map.licence')}
        description={t('public-map.licenceWhy')}
        data={LICENCES.map((value) => ({
          value,
          label: value === 'none' ? t('public-map.noLicence') : value.replaceAll('-', ' '),
        }))}
        value={form.licence}
        allowDeselect={false}
        onChange={(value) => set({ licence: value as Form['licence'] })}
      />
      <TextInput
        label={t('public-map.contact')}
        description={t('public-map.contactWhy')}
        type="email"
        maxLength={320}
        value={form.contactEmail ?? ''}
        error={errors.contactEmail}
        onChange={(event) => set({ contactEmail: event.currentTarget.value || null })}
      />
      <Textarea
        label={t('public-map.origins')}
        description={t('public-map.originsWhy')}
        placeholder="https://www.example.org"
        autosize
        minRows={2}
        value={form.origins}
        error={originError}
        onChange={(event) => set({ origins: event.currentTarget.value })}
      />
    </div>
  )
}

type TextsProps = { publication: Publication; texts: Publication['texts']; onChange: (texts: Publication['texts']) => void }

function Texts({ publication: { generated }, texts, onChange }: TextsProps) {
  const { t, i18n } = useTranslation()
  const [language, setLanguage] = useState<Language>(i18n.language === 'de' ? 'de' : 'en')
  const write = (page: (typeof PAGES)[number], text: string) => onChange({ ...texts, [page]: { ...texts[page], [language]: text } })
  return (
    <Section title={t('public-map.texts')} lead={t('public-map.textsWhy')}>
      <div>
        <SegmentedControl
          aria-label={t('public-map.textLanguage')}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          value={language}
          onChange={(value) => setLanguage(value as Language)}
        />
      </div>
      {PAGES.map((page) => (
        <div key={page}>
          <Textarea
            label={t(`public-map.pages.${page}`)}
            description={texts[page][language] === '' ? t('public-map.generated') : undefined}
            placeholder={generated[page][language]}
            autosize
            minRows={2}
            maxRows={14}
            maxLength={20_000}
            value={texts[page][language]}
            onChange={(event) => write(page, event.currentTarget.value)}
          />
          {texts[page][language] === '' && (
            <Button variant="subtle" size="compact-sm" mt={4} onClick={() => write(page, generated[page][language])}>
              {t('public-map.writeOn', { page: t(`public-map.pages.${page}`) })}
            </Button>
          )}
        </div>
      ))}
    </Section>
  )
}
