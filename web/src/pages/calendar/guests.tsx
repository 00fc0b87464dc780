import { Badge, Button, Modal, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
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
          <li key={guest.id} className={classes.row}>
            <span>{guest.name ?? '–'}</span>
            <span className={classes.chips}>
              <Answer guest={guest} />
              {mayHandOver && <HandOver guest={guest} meeting={meeting} when={when} />}
            </span>
          </li>
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

/** The link by which this guest answers, to be handed over without mail. */
function HandOver({ guest, meeting, when }: { guest: Guest; meeting: Meeting; when: string }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const make = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/ecosystems/{ecosystemId}/meetings/{id}/guests/{guestId}/link', {
          params: { path: { ecosystemId, id: meeting.id, guestId: guest.id } },
        }),
      ),
  })
  const name = guest.name ?? ''
  return (
    <>
      <Button variant="subtle" size="compact-sm" loading={make.isPending} onClick={() => make.mutate()}>
        {t('calendar.hand.open')}
      </Button>
      {!make.isIdle && !make.isPending && (
        <Modal opened onClose={make.reset} title={t('calendar.hand.title', { name })} closeButtonProps={{ 'aria-label': t('ui.close') }}>
          <Stack>
            <p className={classes.notes}>{t('calendar.hand.why', { name })}</p>
            {make.isError && <Failure error={make.error} doing="reading" />}
            {make.data && (
              <Ask link={make.data.link} title={meeting.title} message={t('calendar.hand.message', { title: meeting.title, when })} />
            )}
          </Stack>
        </Modal>
      )}
    </>
  )
}
