import { Button, Checkbox, MultiSelect, Radio, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useEcosystem, useMe } from '../../data/session.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { Ask } from '../../ui/ask.tsx'
import { useFormats } from '../../ui/format.ts'
import { showDone, showUndo } from '../../ui/toast.tsx'
import { type Publication, type PublicParty, usePublicParties, useRefresh } from './public-map-queries.ts'
import { Section } from './section.tsx'
import classes from './settings.module.css'

const FOUND_MAX = 50
const PAUSE_MS = 180

/** Who is public and why, and how somebody becomes so. */
export function PublicParties({ publication }: { publication: Publication }) {
  const { t } = useTranslation()
  const list = usePublicParties()
  const parties = list.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Section title={t('public-map.who')} lead={t('public-map.whoWhy')}>
      <Add publication={publication} />
      {publication.fewerFields > 0 && <p className={classes.lead}>{t('public-map.fewerFields', { count: publication.fewerFields })}</p>}
      {list.isError && <Failure error={list.error} again={() => list.refetch()} />}
      <ul className={classes.list}>
        {parties.map((party) => (
          <Item key={party.partyId} party={party} />
        ))}
      </ul>
      {list.hasNextPage && (
        <div>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {t('settings.activity.more')}
          </Button>
        </div>
      )}
    </Section>
  )
}

function Add({ publication: { fields } }: { publication: Publication }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefresh()
  const [chosen, setChosen] = useState<{ value: string; label: string }[]>([])
  const [kind, setKind] = useState<'consent' | 'source'>('consent')
  const [proof, setProof] = useState('')
  const [isSure, setSure] = useState(false)
  const work = useWork(async () => {
    const body = { partyIds: chosen.map(({ value }) => value), kind, proof, fields }
    const { shown } = await answer(
      api.POST('/api/ecosystems/{ecosystemId}/publication/parties', { params: { path: { ecosystemId } }, body }),
    )
    showDone(t('public-map.shown', { count: shown }))
    setChosen([])
    setSure(false)
    await refresh()
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      <Finder chosen={chosen} onChoose={setChosen} error={work.fields.partyIds} />
      <Radio.Group label={t('public-map.ground')} value={kind} onChange={(value) => setKind(value as typeof kind)}>
        <Stack gap={6} mt={6}>
          <Radio value="consent" label={t('public-map.grounds.consent')} />
          <Radio value="source" label={t('public-map.grounds.source')} />
        </Stack>
      </Radio.Group>
      <TextInput
        label={t(`public-map.proof.${kind}`)}
        description={t(`public-map.proofWhy.${kind}`)}
        required
        withAsterisk={false}
        maxLength={500}
        value={proof}
        error={work.fields.proof}
        onChange={(event) => setProof(event.currentTarget.value)}
      />
      <Checkbox
        checked={isSure}
        onChange={(event) => setSure(event.currentTarget.checked)}
        label={t('public-map.covers', { fields: ['name', ...fields].map((field) => t(`public-map.fields.${field}`)).join(', ') })}
      />
      {work.error && <Failure error={work.error} doing="writing" />}
      <Button type="submit" disabled={chosen.length === 0 || !isSure} loading={work.busy}>
        {t('public-map.make')}
      </Button>
    </form>
  )
}

type Option = { value: string; label: string }

/** Organisations by a part of their name or town, several at once. */
function Finder({ chosen, onChoose, error }: { chosen: Option[]; onChoose: (chosen: Option[]) => void; error: string | undefined }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), PAUSE_MS)
  const found = useQuery({
    queryKey: ['parties', ecosystemId, 'to-publish', q],
    queryFn: () =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/parties', {
          params: { path: { ecosystemId }, query: { limit: FOUND_MAX, ...(q && { q }) } },
        }),
      ),
    placeholderData: keepPreviousData,
  })
  const options = (found.data?.items ?? []).map(({ id, name, city }) => ({ value: id, label: city ? `${name}, ${city}` : name }))
  const all = [...chosen, ...options.filter(({ value }) => !chosen.some((one) => one.value === value))]
  return (
    <div>
      <MultiSelect
        label={t('public-map.choose')}
        description={t('public-map.chooseWhy')}
        data={all}
        value={chosen.map(({ value }) => value)}
        onChange={(values) => onChoose(all.filter(({ value }) => values.includes(value)))}
        searchValue={typed}
        onSearchChange={setTyped}
        searchable
        hidePickedOptions
        filter={({ options: shown }) => shown}
        nothingFoundMessage={t('parties.picker.none')}
        error={error}
      />
      {options.length > 1 && (
        <Button variant="subtle" size="compact-sm" mt={6} onClick={() => onChoose(all)}>
          {t('public-map.chooseAll', { count: options.length })}
        </Button>
      )}
    </div>
  )
}

function Item({ party }: { party: PublicParty }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefresh()
  const [link, setLink] = useState<string>()
  const { partyId: id, name, kind, proof, givenAt, isOnMap, fields } = party
  const params = { path: { ecosystemId, id } }
  const hide = useWork(async () => {
    await answer(api.DELETE('/api/ecosystems/{ecosystemId}/publication/parties/{id}', { params }))
    await refresh()
    showUndo(t('public-map.hidden', { name }), async () => {
      const body = { partyIds: [id], kind, proof, fields }
      await answer(api.POST('/api/ecosystems/{ecosystemId}/publication/parties', { params: { path: { ecosystemId } }, body }))
      await refresh()
    })
  })
  const make = useWork(async () => {
    const made = await answer(api.POST('/api/ecosystems/{ecosystemId}/publication/parties/{id}/links', { params }))
    setLink(`${location.origin}${made.path}`)
  })
  const revoke = useWork(async () => {
    await answer(api.DELETE('/api/ecosystems/{ecosystemId}/publication/parties/{id}/links', { params }))
    setLink(undefined)
    showDone(t('public-map.linksWithdrawn', { name }))
  })
  const error = hide.error ?? make.error ?? revoke.error
  return (
    <li>
      <div className={classes.what}>
        <div className={classes.name}>{name}</div>
        <div className={classes.quiet}>
          {t(`public-map.since.${kind}`, { date: date(givenAt), proof })}
          {!isOnMap && ` · ${t('public-map.notOnMap')}`}
        </div>
      </div>
      <Button
        variant="default"
        size="compact-sm"
        loading={make.busy}
        onClick={() => make.run()}
        aria-label={t('public-map.linkOf', { name })}
      >
        {t('public-map.link')}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        loading={hide.busy}
        onClick={() => hide.run()}
        aria-label={t('public-map.hideOf', { name })}
      >
        {t('public-map.hide')}
      </Button>
      {error && <Failure error={error} />}
      {link !== undefined && (
        <div role="status">
          <CorrectionLink link={link} name={name} />
          <Button variant="subtle" size="compact-sm" loading={revoke.busy} onClick={() => revoke.run()}>
            {t('public-map.withdrawLinks')}
          </Button>
        </div>
      )}
    </li>
  )
}

/** The link by which an organisation corrects or withdraws itself, to be handed over. */
function CorrectionLink({ link, name }: { link: string; name: string }) {
  const { t } = useTranslation()
  const { name: ecosystem } = useEcosystem()
  const me = useMe()
  return (
    <>
      <p className={classes.lead}>{t('public-map.linkWhy', { name })}</p>
      <Ask
        link={link}
        title={t('public-map.shareTitle', { name })}
        message={t('public-map.shareText', { name })}
        letter={{
          sender: ecosystem,
          person: me.data?.person.name ?? '',
          to: name,
          write: (texts) => ({
            subject: texts('public-map.shareTitle', { name }),
            paragraphs: [texts('public-map.letter.what', { name, ecosystem }), texts('public-map.letter.how')],
          }),
        }}
      />
    </>
  )
}
