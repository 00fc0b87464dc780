import { Badge, Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useEcosystem, useMe } from '../../data/session.ts'
import type { Meeting } from '../../data/types.ts'
import { Failure } from '../../failure.tsx'
import { Ask } from '../../ui/ask.tsx'
import classes from './calendar.module.css'

type Guest = Meeting['guests'][number]

const COLOURS = { yes: 'accent', maybe: 'warning', no: 'danger' } as const

/** Who is asked to come, and what they answered. */
export function Guests({ meeting, mayHandOver, when }: { meeting: Meeting; mayHandOver: boolean; when: string }) {
  const { t } = useTranslation()
  const others = meeting.guestCount - meeting.guests.length
  return (
    <section className={`tutti-card ${classes.part}`} aria-labelledby="guests">
      <h2 id="guests">{t('calendar.page.guests')}</h2>
      {meeting.guestCount === 0 && <p className={classes.quiet}>{t('calendar.page.noGuests')}</p>}
      <ul className={classes.list}>
        {meeting.guests.map((guest) => (
          <Row key={guest.id} guest={guest} meeting={meeting} mayHandOver={mayHandOver} when={when} />
        ))}
      </ul>
      {others > 0 && <p className={classes.quiet}>{t('calendar.page.others', { count: others })}</p>}
    </section>
  )
}

function Answer({ guest }: { guest: Guest }) {
  const { t } = useTranslation()
  if (guest.answer !== null) {
    return (
      <Badge variant="light" color={COLOURS[guest.answer]}>
        {t(`calendar.answers.${guest.answer}`)}
      </Badge>
    )
  }
  const state = guest.invitedAt !== null ? 'none' : guest.hasAddress ? 'uninvited' : 'noAddress'
  return <span className={classes.quiet}>{t(`calendar.answers.${state}`)}</span>
}

/** One guest, the answer, and for coordinators the link by which this guest answers, to be handed over without mail. */
function Row({ guest, meeting, mayHandOver, when }: { guest: Guest; meeting: Meeting; mayHandOver: boolean; when: string }) {
  const { t } = useTranslation()
  const { id: ecosystemId, name: ecosystem, timeZone } = useEcosystem()
  const me = useMe()
  const path = { ecosystemId, id: meeting.id, guestId: guest.id }
  const make = useMutation({
    mutationFn: () => answer(api.POST('/api/ecosystems/{ecosystemId}/meetings/{id}/guests/{guestId}/link', { params: { path } })),
  })
  const name = guest.name ?? ''
  return (
    <li className={classes.row}>
      <span>{guest.name ?? '–'}</span>
      <span className={classes.chips}>
        <Answer guest={guest} />
        {mayHandOver && (
          <Button
            variant="subtle"
            size="compact-sm"
            loading={make.isPending}
            onClick={() => make.mutate()}
            aria-label={t('calendar.hand.openOf', { name })}
          >
            {t('calendar.hand.open')}
          </Button>
        )}
      </span>
      {make.isError && <Failure error={make.error} doing="reading" />}
      {make.data && (
        <div role="status" className={classes.handed}>
          <p className={classes.notes}>{t('calendar.hand.why', { name })}</p>
          <Ask
            link={make.data.link}
            title={meeting.title}
            message={t('calendar.hand.message', { title: meeting.title, when })}
            letter={{
              sender: ecosystem,
              person: me.data?.person.name ?? '',
              to: name,
              timeZone,
              write: (texts, _, time) => writeInvitation(texts, meeting, time(meeting.startsAt)),
            }}
          />
          <div>
            <Button variant="default" onClick={make.reset}>
              {t('calendar.hand.done')}
            </Button>
          </div>
        </div>
      )}
    </li>
  )
}

function writeInvitation(t: TFunction, { title, place }: Meeting, when: string) {
  return {
    subject: title,
    paragraphs: [
      place ? t('calendar.hand.letter.whatAt', { title, when, place }) : t('calendar.hand.letter.what', { title, when }),
      t('calendar.hand.letter.how'),
    ],
  }
}
