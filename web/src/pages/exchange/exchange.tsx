import { Button } from '@mantine/core'
import { IconArrowsExchange, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import type { Offer } from '../../data/types.ts'
import { paths } from '../../paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FilterBar, SearchField } from '../../ui/filter-bar.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import classes from './exchange.module.css'
import { OfferForm } from './offer-form.tsx'
import { OfferList } from './offer-list.tsx'
import { useOffers } from './queries.ts'

/** What is offered here and what is needed, side by side. `?new` opens the form, `&about=<party>` with a party in it. */
// long because the page is one list with its filters and its form
export function Component() {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { id: ecosystemId, role } = useEcosystem()
  const mayWrite = useMayWrite()
  const [query, setQuery] = useSearchParams()
  const [editing, setEditing] = useState<Offer>()
  const q = query.get('q') ?? ''
  const offers = useOffers('offer', q)
  const needs = useOffers('need', q)
  const change = (changes: Record<string, string | null>) =>
    setQuery(
      (before) => {
        const next = new URLSearchParams(before)
        for (const [key, value] of Object.entries(changes)) value === null ? next.delete(key) : next.set(key, value)
        return next
      },
      { replace: true },
    )
  const known = offers.isSuccess && needs.isSuccess
  const counts = [offers, needs].map((side) => side.data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0) as [number, number]
  const isEmpty = known && q === '' && counts[0] + counts[1] === 0
  const create = role !== 'viewer' && (
    <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => change({ new: '' })}>
      {t('exchange.new')}
    </Button>
  )
  const words = (side: 'offer' | 'need', count: number, more: boolean) =>
    t(more ? `exchange.answer.many.${side}` : `exchange.answer.${side}`, { count, number: number(count) })
  return (
    <PageFrame>
      <PageHead
        title={t('exchange.title')}
        answer={
          known && !isEmpty && q === ''
            ? t('exchange.answer.both', {
                offers: words('offer', counts[0], offers.hasNextPage),
                needs: words('need', counts[1], needs.hasNextPage),
              })
            : t('exchange.answer.empty')
        }
        action={
          <>
            {mayWrite && (
              <Button component={Link} to={paths.sharing(ecosystemId)} variant="default">
                {t('exchange.sharing')}
              </Button>
            )}
            {create}
          </>
        }
      />
      {isEmpty ? (
        <EmptyState
          icon={<IconArrowsExchange size={30} aria-hidden="true" />}
          title={t('exchange.empty.title')}
          why={t('exchange.empty.why')}
          action={create}
          example={t('exchange.empty.example')}
        />
      ) : (
        <>
          <div className={classes.bar}>
            <FilterBar>
              <SearchField label={t('exchange.search')} value={q} onChange={(value) => change({ q: value || null })} />
            </FilterBar>
          </div>
          <div className={classes.columns}>
            <OfferList side="offer" list={offers} found={query.get('offer')} onEdit={setEditing} />
            <OfferList side="need" list={needs} found={query.get('offer')} onEdit={setEditing} />
          </div>
        </>
      )}
      {(query.has('new') || editing !== undefined) && (
        <OfferForm
          key={editing?.id}
          offer={editing}
          about={query.get('about')}
          onEnd={() => {
            setEditing(undefined)
            change({ new: null, about: null })
          }}
        />
      )}
    </PageFrame>
  )
}
