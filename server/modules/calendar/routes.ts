import { createRoute, z } from '@hono/zod-openapi'
import { transaction } from '../../kernel/ctx.ts'
import { fileAnswers } from '../../kernel/downloads.ts'
import { answers, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { endFeed, getFeed, makeFeed } from './feeds.ts'
import { meetingFile } from './ics.ts'
import { calendarMeeting, makeAnswerLink, sendInvitations } from './invitations.ts'
import { readMeeting } from './locking.ts'
import { cancelMeeting, changeMeeting, getMeeting, listMeetings, planMeeting } from './meetings.ts'
import { removeReport, reportMeeting } from './report.ts'
import * as schema from './schema.ts'

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/meetings',
    operationId: 'listMeetings',
    summary: 'Meetings, by their beginning',
    request: { query: schema.MeetingList },
    responses: answers(200, schema.MeetingPage, 'A page of meetings'),
  }),
  (c) => read(c, (tx) => listMeetings(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/meetings',
    operationId: 'planMeeting',
    summary: 'Plan a meeting, or write one down afterwards',
    request: { body: jsonBody(schema.NewMeeting) },
    responses: answers(201, schema.Meeting, 'The meeting'),
  }),
  (c) => write(c, 201, (tx) => planMeeting(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/meetings/{id}',
    operationId: 'getMeeting',
    summary: 'A meeting',
    request: { params: IdParam },
    responses: answers(200, schema.Meeting, 'The meeting'),
  }),
  (c) => read(c, (tx) => getMeeting(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'patch',
    path: '/meetings/{id}',
    operationId: 'changeMeeting',
    summary: 'Change a meeting; whoever was invited is told',
    request: { params: IdParam, body: jsonBody(schema.MeetingChange) },
    responses: answers(200, schema.Meeting, 'The meeting'),
  }),
  (c) => write(c, 200, (tx) => changeMeeting(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/meetings/{id}/invitations',
    operationId: 'sendMeetingInvitations',
    summary: 'Write to everybody on the list who was not told the present state yet',
    request: { params: IdParam, body: jsonBody(schema.MeetingVersion) },
    responses: answers(200, schema.Sent, 'How many were written to'),
  }),
  (c) => write(c, 200, (tx) => sendInvitations(tx, c.req.valid('param').id, c.req.valid('json').version)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/meetings/{id}/guests/{guestId}/link',
    operationId: 'makeMeetingAnswerLink',
    summary: 'The link by which one guest answers, to be handed over without mail',
    request: { params: schema.GuestParams },
    responses: answers(201, schema.AnswerLink, 'The link, shown this once'),
  }),
  // without the idempotency table, which would keep the answer and with it the key
  async (c) => {
    const { id, guestId } = c.req.valid('param')
    return c.json(await transaction(c.var.ctx, (tx) => makeAnswerLink(tx, id, guestId)), 201)
  },
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/meetings/{id}/cancellation',
    operationId: 'cancelMeeting',
    summary: 'Call a meeting off; whoever was invited is told',
    request: { params: IdParam, body: jsonBody(schema.MeetingVersion) },
    responses: answers(200, schema.Meeting, 'The meeting'),
  }),
  (c) => write(c, 200, (tx) => cancelMeeting(tx, c.req.valid('param').id, c.req.valid('json').version)),
)

routes.openapi(
  createRoute({
    method: 'put',
    path: '/meetings/{id}/report',
    operationId: 'reportMeeting',
    summary: 'Write down what came of a meeting and who came; it feeds the strength of ties',
    request: { params: IdParam, body: jsonBody(schema.MeetingReport) },
    responses: answers(200, schema.Meeting, 'The meeting'),
  }),
  (c) => write(c, 200, (tx) => reportMeeting(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/meetings/{id}/report',
    operationId: 'removeMeetingReport',
    summary: 'Erase what was written about a meeting, and forget that anybody met',
    request: { params: IdParam, query: z.object({ version: z.coerce.number().int().min(1) }) },
    responses: answers(200, schema.Meeting, 'The meeting'),
  }),
  (c) => write(c, 200, (tx) => removeReport(tx, c.req.valid('param').id, c.req.valid('query').version)),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/meetings/{id}/file',
    operationId: 'downloadMeeting',
    summary: 'A meeting as an iCalendar file',
    request: { params: IdParam },
    responses: fileAnswers('The file'),
  }),
  async (c) => {
    const content = await transaction(c.var.ctx, async (tx) => {
      const { id } = await getMeeting(tx, c.req.valid('param').id)
      return meetingFile(calendarMeeting(await readMeeting(tx, id)))
    })
    const headers = { 'content-disposition': 'attachment; filename="meeting.ics"', 'cache-control': 'no-store' }
    return c.body(content, 200, { 'content-type': 'text/calendar; charset=utf-8', ...headers }) as never
  },
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/calendar-feed',
    operationId: 'getCalendarFeed',
    summary: 'Whether one has a calendar feed, and since when',
    responses: answers(200, schema.Feed, 'The feed'),
  }),
  (c) => read(c, getFeed),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/calendar-feed',
    operationId: 'makeCalendarFeed',
    summary: 'Make the address of a calendar feed; an earlier one ends',
    responses: answers(201, schema.NewFeed, 'The address, shown this once'),
  }),
  // without the idempotency table, which would keep the answer and with it the key
  async (c) => c.json(await transaction(c.var.ctx, makeFeed), 201),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/calendar-feed',
    operationId: 'endCalendarFeed',
    summary: 'End one’s calendar feed',
    responses: answers(200, schema.Feed, 'No feed'),
  }),
  (c) => write(c, 200, endFeed),
)
