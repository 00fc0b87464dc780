import { Anchor, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { CertaintyMark } from '../../ui/answer-card.tsx'
import { useFormats } from '../../ui/format.ts'
import { Section } from './section.tsx'
import classes from './story.module.css'

const DAY_MS = 86_400_000

/**
 * Where a party stands in the network: whom it is tied to is of this moment, its place in the whole as the map was read last. Nothing where it cannot be
 * had: the story is about more than that.
 */
export function PartyPosition({ partyId }: { partyId: string }) {
  const { t } = useTranslation()
  const { ago, date, number, percent } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const { data } = useQuery({
    queryKey: ['insight', ecosystemId, 'party', partyId],
    queryFn: () =>
      answer(api.GET('/api/ecosystems/{ecosystemId}/insight/parties/{id}', { params: { path: { ecosystemId, id: partyId } } })),
    retry: false,
  })
  if (!data) return null
  const { degree, whole, past } = data
  const counted = (key: string, count: number) => t(`position.${key}`, { count, number: number(count) })
  const before = past.find(({ at, measures }) => measures.degree !== degree && Date.now() - Date.parse(at) > DAY_MS)
  const [others, lost] = [(whole?.measures.component ?? 1) - 1, whole?.measures.cutOff ?? 0]
  const sentences = [
    degree === 0 ? t('position.untied') : counted('tied', degree),
    ...(before ? [t('position.before', { date: date(before.at), number: number(before.measures.degree ?? 0) })] : []),
    ...(others > 0 ? [counted('piece', others)] : []),
    ...(lost > 0 ? [counted('onlyWay', lost)] : []),
  ]
  const coverage = whole?.certainty.figures.find(({ definition }) => definition === 'coverage')?.value
  return (
    <Section title={t('position.title')}>
      <p className={classes.about}>{sentences.join(' ')}</p>
      {whole && !whole.freshness.isCurrent && (
        <p className={classes.quiet}>{t('position.age', { ago: ago(Math.min(Date.parse(whole.freshness.at), Date.now())) })}</p>
      )}
      <Group justify="space-between" gap="sm">
        {whole && coverage !== undefined && (
          <CertaintyMark certainty={whole.certainty.level} because={t('position.coverage', { share: percent(coverage) })} />
        )}
        <Anchor
          component={Link}
          to={degree === 0 ? paths.introductions(ecosystemId) : paths.whatIf(ecosystemId, partyId)}
          size="sm"
          underline="always"
        >
          {t(degree === 0 ? 'position.introduce' : 'position.whatIf')}
        </Anchor>
      </Group>
    </Section>
  )
}
