import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './places.module.css'
import type { Choice, PlaceActions, Question, TownSearchResult } from './queries.ts'

/** What a search by town left open: which of several towns is meant, and which the table does not know. */
export function Questions({ result, actions }: { result: TownSearchResult; actions: PlaceActions }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<Record<string, Choice>>({})
  const { questions, unknown } = result
  if (questions.length + unknown.length === 0) return null
  const choices = Object.values(chosen)
  return (
    <section className={`tutti-card ${classes.panel}`} aria-labelledby="places-questions">
      <h2 id="places-questions">{t('places.questions.title')}</h2>
      <Stack gap="sm">
        {questions.length > 0 && <Text size="sm">{t('places.questions.why')}</Text>}
        {questions.map((question) => (
          <Which
            key={keyOf(question)}
            question={question}
            onChoose={(choice) =>
              setChosen((before) => {
                const { [keyOf(question)]: _, ...others } = before
                return choice ? { ...others, [keyOf(question)]: choice } : others
              })
            }
          />
        ))}
        {questions.length > 0 && (
          <Group>
            <Button disabled={choices.length === 0} loading={actions.byTown.isPending} onClick={() => actions.byTown.mutate(choices)}>
              {t('places.questions.place')}
            </Button>
          </Group>
        )}
        {unknown.length > 0 && (
          <Text size="sm">
            {t('places.questions.unknown', { count: unknown.length, towns: unknown.map(({ name }) => townOf(name)).join(', ') })}
          </Text>
        )}
      </Stack>
    </section>
  )
}

function Which({ question: { name, parties, towns, total }, onChoose }: { question: Question; onChoose: (choice: Choice | null) => void }) {
  const { t, i18n } = useTranslation()
  const countries = new Intl.DisplayNames([i18n.language], { type: 'region' })
  const data = towns.map((town, index) => ({
    value: String(index),
    label: [town.name, town.region, countries.of(town.country)].filter(Boolean).join(', '),
  }))
  return (
    <Select
      label={t('places.questions.which', { town: townOf(name), count: parties })}
      description={total > towns.length ? t('places.questions.tooMany', { count: total }) : undefined}
      placeholder={t('places.questions.choose')}
      data={data}
      clearable
      maw={480}
      onChange={(value) => {
        const town = towns[Number(value)]
        onChoose(value === null || !town ? null : { name, latitude: town.latitude, longitude: town.longitude })
      }}
    />
  )
}

function townOf({ postalCode, city, region, country }: Question['name']): string {
  return [[postalCode, city].filter(Boolean).join(' '), region, country].filter(Boolean).join(', ')
}

function keyOf({ name }: Question): string {
  return townOf(name)
}
