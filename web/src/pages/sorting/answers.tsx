import { Kbd } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useKinds } from '../../data/kinds.ts'
import type { Card } from './deck.ts'
import type { Answer } from './outbox.ts'
import classes from './sorting.module.css'

/** The kind that an answer gives an organisation that does not have it yet. */
const KIND_OF: Partial<Record<Answer, string>> = { customer: 'customers', supplier: 'suppliers', competitor: 'competitors' }

/** The six answers to a card, in the order of their keys. Which way round a membership is depends on who is the association. */
export function answersTo({ membership }: Card): readonly Answer[] {
  return ['customer', 'supplier', 'referrals', 'competitor', membership, 'skip']
}

export function Answers({ card, say }: { card: Card; say: (answer: Answer) => void }) {
  const { t } = useTranslation()
  const kinds = useKinds()
  return (
    <fieldset aria-label={t('sorting.group')} className={classes.answers}>
      {answersTo(card).map((answer, index) => {
        const kind = KIND_OF[answer]
        const isProposed = answer === card.proposal.answer
        return (
          // the key is the place, so that whoever works with Tab and Enter stays on the same button
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={index}
            type="button"
            className={classes.answer}
            data-proposed={isProposed || undefined}
            aria-keyshortcuts={String(index + 1)}
            onClick={() => say(answer)}
          >
            <span>
              {t(`sorting.answers.${answer}`)}
              {isProposed && <span className="tutti-visually-hidden"> {t('sorting.likely')}</span>}
              {kind !== undefined && !card.party.kinds.includes(kind) && (
                <small>{t('sorting.givesKind', { kind: kinds.of(kind).label })}</small>
              )}
            </span>
            <Kbd size="xs" className={classes.byKey ?? ''}>
              {index + 1}
            </Kbd>
          </button>
        )
      })}
    </fieldset>
  )
}
