import { Badge, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useKinds } from '../../data/kinds.ts'
import { sectorName } from '../../data/sectors.ts'
import { useSource } from '../../data/sources.ts'
import { KindShape } from '../../ui/kind-shape.tsx'
import type { Card } from './deck.ts'
import classes from './sorting.module.css'
import { useSwipe } from './swipe.ts'

type Props = { card: Card; onLeft: () => void; onRight: () => void }

/** One organisation as one knows it: name, kinds, trade, place, people, where it is from; and what it most likely is, and why. */
export function CardView({ card, onLeft, onRight }: Props) {
  const { t } = useTranslation()
  const { party } = card
  const kinds = useKinds()
  const source = useSource()
  const { shift, side, handlers } = useSwipe({ left: onLeft, right: onRight })
  const sector = sectorName(t, party.sectorScheme, party.sectorCode)
  const place = [party.street, [party.postalCode, party.city].filter(Boolean).join(' ')].filter(Boolean).join(', ')
  const facts = [
    [t('sorting.facts.sector'), sector],
    [t('sorting.facts.place'), place],
    [t('sorting.facts.contacts'), card.contacts > 0 ? t('sorting.people', { count: card.contacts }) : ''],
    [t('sorting.facts.tags'), party.tags.join(', ')],
    [t('sorting.facts.source'), source(party.source).text],
  ].filter(([, value]) => value !== '')
  return (
    <article
      className={`tutti-card ${classes.card}`}
      aria-labelledby="sorting-name"
      data-side={side}
      style={shift === 0 ? undefined : { transform: `translateX(${shift}px) rotate(${shift / 40}deg)` }}
      {...handlers}
    >
      <Title order={2} id="sorting-name">
        {party.name}
      </Title>
      {party.kinds.length > 0 && (
        <div className={classes.kinds}>
          {party.kinds.map((key) => (
            <Badge key={key} variant="default" leftSection={<KindShape kind={kinds.of(key)} size={12} />}>
              {kinds.of(key).label}
            </Badge>
          ))}
        </div>
      )}
      <dl className={classes.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Proposal card={card} />
    </article>
  )
}

function Proposal({ card: { proposal } }: { card: Card }) {
  const { t } = useTranslation()
  const kinds = useKinds()
  // where something else is said, little is not nothing
  const said = proposal.reasons.length > 1 ? proposal.reasons.filter(({ code }) => code !== 'unknown') : proposal.reasons
  const reasons = said.map(({ code, value }) =>
    t(`sorting.reasons.${code}`, { value: code === 'kind' ? kinds.of(value ?? '').label : value, count: Number(value) || 0 }),
  )
  return (
    <p className={classes.proposal}>
      <strong>{t('sorting.proposal', { answer: t(`sorting.answers.${proposal.answer}`) })}</strong> {reasons.join(' ')}
    </p>
  )
}
