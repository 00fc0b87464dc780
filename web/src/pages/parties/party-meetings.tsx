import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { answer, api } from '../../api.ts'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { Section } from './section.tsx'
import classes from './story.module.css'

const SHOWN = 5

/** The meetings with a party, the latest first. */
export function PartyMeetings({ partyId }: { partyId: string }) {
  const { t } = useTranslation()
  const { span } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const mayWrite = useMayWrite()
  const meetings = useQuery({
    queryKey: ['meetings', ecosystemId, 'party', partyId],
    queryFn: () =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/meetings', {
          params: { path: { ecosystemId }, query: { partyId, order: 'last', limit: SHOWN } },
        }),
      ),
  })
  const add = (
    <Anchor component={Link} to={`${paths.calendar(ecosystemId)}?new&with=${partyId}`} size="sm">
      {t('parties.meetings.add')}
    </Anchor>
  )
  return (
    <Section title={t('parties.meetings.title')} action={mayWrite && add}>
      {meetings.isError && <Failure error={meetings.error} again={() => meetings.refetch()} />}
      {meetings.data?.items.length === 0 && <p className={classes.quiet}>{t('parties.meetings.none')}</p>}
      <ul className={classes.list}>
        {meetings.data?.items.map((meeting) => (
          <li key={meeting.id} className={classes.item}>
            <div className={classes.itemMain}>
              <Anchor component={Link} to={paths.meeting(ecosystemId, meeting.id)}>
                {meeting.title}
              </Anchor>
              <div className={classes.itemNote}>
                {span(meeting.startsAt, meeting.endsAt)}
                {meeting.cancelled !== null && ` · ${t('parties.meetings.cancelled')}`}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
