import { Anchor, Button, SegmentedControl, Skeleton, Stack } from '@mantine/core'
import { IconCalendarEvent, IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { CalendarFeed } from '../../data/calendar-feed.tsx'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import type { Meeting } from '../../data/types.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { dayIn, useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import classes from './calendar.module.css'
import { MeetingForm } from './meeting-form.tsx'
import { type Direction, useMeetings } from './queries.ts'
import { mondayOf } from './times.ts'

/** The meetings, week by week. `?new` opens the form, `&with=<party>` with a party in it, `?past` shows what is over. */
export function Component() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { id: ecosystemId } = useEcosystem()
  const mayWrite = useMayWrite()
  const [query, setQuery] = useSearchParams()
  const direction: Direction = query.has('past') ? 'past' : 'ahead'
  const meetings = useMeetings(direction)
  const items = meetings.data?.pages.flatMap((page) => page.items) ?? []
  const set = (next: Record<string, string>) => setQuery(next, { replace: true })
  const kept: Record<string, string> = direction === 'past' ? { past: '' } : {}
  const plan = mayWrite && (
    <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => set({ ...kept, new: '' })}>
      {t('calendar.new')}
    </Button>
  )
  return (
    <PageFrame>
      <PageHead title={t('calendar.title')} answer={useAnswer(items, direction, meetings.isSuccess)} action={plan} />
      <div className={classes.bar}>
        <SegmentedControl
          aria-label={t('calendar.which')}
          value={direction}
          onChange={(value) => set(value === 'past' ? { past: '' } : {})}
          data={(['ahead', 'past'] as const).map((value) => ({ value, label: t(`calendar.${value}`) }))}
        />
      </div>
      {meetings.isError && <Failure error={meetings.error} again={() => meetings.refetch()} />}
      {meetings.isPending && (
        <Stack gap="xs" aria-hidden="true">
          <Skeleton height={64} />
          <Skeleton height={64} />
        </Stack>
      )}
      {meetings.isSuccess && items.length === 0 && (
        <EmptyState
          icon={<IconCalendarEvent size={30} aria-hidden="true" />}
          title={t('calendar.empty.title')}
          why={t('calendar.empty.why')}
          action={plan || undefined}
          example={t('calendar.empty.example')}
        />
      )}
      <Weeks meetings={items} />
      {meetings.hasNextPage && (
        <Button variant="default" onClick={() => meetings.fetchNextPage()} loading={meetings.isFetchingNextPage}>
          {t('ui.more')}
        </Button>
      )}
      <CalendarFeed />
      {query.has('new') && (
        <MeetingForm
          meeting={undefined}
          partyId={query.get('with')}
          onEnd={() => set(kept)}
          onSaved={({ id }) => navigate(paths.meeting(ecosystemId, id))}
        />
      )}
    </PageFrame>
  )
}

function Weeks({ meetings }: { meetings: readonly Meeting[] }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const { timeZone } = useEcosystem()
  const thisWeek = mondayOf(dayIn(timeZone))
  const nextWeek = mondayOf(dayIn('UTC', new Date(Date.parse(`${thisWeek}T00:00:00Z`) + 7 * 86_400_000)))
  const weeks = Map.groupBy(meetings, ({ startsAt }) => mondayOf(dayIn(timeZone, new Date(startsAt))))
  const title = (monday: string) => {
    if (monday === thisWeek) return t('calendar.weeks.this')
    return monday === nextWeek ? t('calendar.weeks.next') : t('calendar.weeks.of', { day: date(monday) })
  }
  return [...weeks].map(([monday, those]) => (
    <section key={monday} className={classes.week}>
      <h2>{title(monday)}</h2>
      <ul className={`tutti-card ${classes.list}`}>
        {those.map((meeting) => (
          <Entry key={meeting.id} meeting={meeting} />
        ))}
      </ul>
    </section>
  ))
}

function Entry({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation()
  const { span, list } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const yes = meeting.guests.filter(({ answer }) => answer === 'yes').length
  const isOff = meeting.cancelled !== null
  return (
    <li className={classes.meeting} data-off={isOff || undefined}>
      <time dateTime={meeting.startsAt}>{span(meeting.startsAt, meeting.endsAt)}</time>
      <div>
        <Anchor component={Link} to={paths.meeting(ecosystemId, meeting.id)} className={classes.name}>
          {meeting.title}
        </Anchor>
        {meeting.parties.length > 0 && <p className={classes.quiet}>{list(meeting.parties.map(({ name }) => name))}</p>}
        {meeting.place !== null && <p className={classes.quiet}>{meeting.place}</p>}
      </div>
      <span className={classes.quiet}>
        {isOff ? t('calendar.cancelled') : meeting.guests.length > 0 && t('calendar.come', { yes, count: meeting.guestCount })}
      </span>
    </li>
  )
}

/** The sentence at the top: what comes next. */
function useAnswer(meetings: readonly Meeting[], direction: Direction, known: boolean): string {
  const { t } = useTranslation()
  const { span } = useFormats()
  if (!known) return ''
  if (direction === 'past')
    return meetings.length === 0 ? t('calendar.answer.nonePast') : t('calendar.answer.past', { count: meetings.length })
  const next = meetings.find(({ cancelled }) => cancelled === null)
  return next === undefined
    ? t('calendar.answer.none')
    : t('calendar.answer.next', { title: next.title, when: span(next.startsAt, next.endsAt) })
}
