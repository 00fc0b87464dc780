import { createRoute, z } from '@hono/zod-openapi'
import { transaction } from '../../kernel/ctx.ts'
import { answers, IdParam, jsonBody, newRouter, type Router, read, write } from '../../kernel/http.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'
import { listLog } from './activity.ts'
import { changeEcosystem, getEcosystem } from './ecosystems.ts'
import { invite, linkInvitation, listInvitations, withdrawInvitation } from './invitations.ts'
import { createKey, listKeys, revokeKey } from './keys.ts'
import { changeMember, listMembers, removeMember } from './members.ts'
import { readAloud } from './rights.ts'
import {
  CreatedKey,
  Ecosystem,
  EcosystemChange,
  Invitation,
  InvitationLink,
  Key,
  LocaleName,
  LogEntry,
  Member,
  MemberChange,
  NewInvitation,
  NewKey,
  RightLine,
} from './schema.ts'

const Done = z.object({ done: z.literal(true) })
const done = { done: true } as const
const PersonParam = z.object({
  personId: z
    .string()
    .max(100)
    .openapi({ param: { name: 'personId', in: 'path' } }),
})
const RightsQuery = z.object({ locale: LocaleName.default('en') })
const LogQuery = Paging.extend({ subject: z.uuid().optional(), type: z.string().max(100).optional() })
const Members = z.object({ items: z.array(Member) })
const Invitations = z.object({ items: z.array(Invitation) })
const Keys = z.object({ items: z.array(Key) })
const Rights = z.object({ items: z.array(RightLine) })

/** The routes inside an ecosystem. `url` stands in the links of invitations. */
export function ecosystemRoutes({ url }: { url: string }): Router {
  const router = newRouter()
  addEcosystemRoutes(router)
  addPeopleRoutes(router)
  addInvitationRoutes(router, url)
  addKeyRoutes(router)
  return router
}

function addEcosystemRoutes(router: Router): void {
  router.openapi(
    createRoute({
      method: 'get',
      path: '/',
      operationId: 'getEcosystem',
      summary: 'The ecosystem',
      responses: answers(200, Ecosystem, 'It'),
    }),
    (c) => read(c, getEcosystem),
  )
  router.openapi(
    createRoute({
      method: 'patch',
      path: '/',
      operationId: 'changeEcosystem',
      summary: 'Change its name, language, time zone or own organisation',
      request: { body: jsonBody(EcosystemChange) },
      responses: answers(200, Ecosystem, 'As it is now'),
    }),
    (c) => write(c, 200, (tx) => changeEcosystem(tx, c.req.valid('json'))),
  )
  router.openapi(
    createRoute({
      method: 'get',
      path: '/rights',
      operationId: 'listRights',
      summary: 'The table of rights, read aloud',
      request: { query: RightsQuery },
      responses: answers(200, Rights, 'One line a right'),
    }),
    (c) => c.json({ items: readAloud(c.req.valid('query').locale) }, 200),
  )
  router.openapi(
    createRoute({
      method: 'get',
      path: '/events',
      operationId: 'listEvents',
      summary: 'The log, newest first',
      request: { query: LogQuery },
      responses: answers(200, pageOf(LogEntry), 'A page of the log'),
    }),
    (c) => read(c, (tx) => listLog(tx, c.req.valid('query'))),
  )
}

function addPeopleRoutes(router: Router): void {
  router.openapi(
    createRoute({
      method: 'get',
      path: '/people',
      operationId: 'listPeople',
      summary: 'Who has access',
      responses: answers(200, Members, 'By name'),
    }),
    (c) => read(c, async (tx) => ({ items: await listMembers(tx) })),
  )
  router.openapi(
    createRoute({
      method: 'patch',
      path: '/people/{personId}',
      operationId: 'changePerson',
      summary: 'Change the role of a person',
      request: { params: PersonParam, body: jsonBody(MemberChange) },
      responses: answers(200, Done, 'Changed'),
    }),
    (c) =>
      write(c, 200, async (tx) => {
        await changeMember(tx, c.req.valid('param').personId, c.req.valid('json'))
        return done
      }),
  )
  router.openapi(
    createRoute({
      method: 'delete',
      path: '/people/{personId}',
      operationId: 'removePerson',
      summary: 'End the access of a person, or one’s own',
      request: { params: PersonParam },
      responses: answers(200, Done, 'Removed'),
    }),
    (c) =>
      write(c, 200, async (tx) => {
        await removeMember(tx, c.req.valid('param').personId)
        return done
      }),
  )
}

function addInvitationRoutes(router: Router, url: string): void {
  router.openapi(
    createRoute({
      method: 'get',
      path: '/invitations',
      operationId: 'listInvitations',
      summary: 'Open invitations',
      responses: answers(200, Invitations, 'Newest first'),
    }),
    (c) => read(c, async (tx) => ({ items: await listInvitations(tx) })),
  )
  router.openapi(
    createRoute({
      method: 'post',
      path: '/invitations',
      operationId: 'invite',
      summary: 'Invite somebody by mail',
      request: { body: jsonBody(NewInvitation) },
      responses: answers(201, Invitation, 'Invited'),
    }),
    (c) => write(c, 201, (tx) => invite({ ...tx, url }, c.req.valid('json'))),
  )
  router.openapi(
    createRoute({
      method: 'post',
      path: '/invitations/{id}/links',
      operationId: 'linkInvitation',
      summary: 'Make a link to hand over without mail; it is shown this once, and ends the one made before',
      request: { params: IdParam },
      responses: answers(201, InvitationLink, 'The link'),
    }),
    // without the idempotency table, which would keep the answer and with it the link
    async (c) => c.json(await transaction(c.var.ctx, (tx) => linkInvitation({ ...tx, url }, c.req.valid('param').id)), 201),
  )
  router.openapi(
    createRoute({
      method: 'delete',
      path: '/invitations/{id}',
      operationId: 'withdrawInvitation',
      summary: 'Withdraw an invitation',
      request: { params: IdParam },
      responses: answers(200, Done, 'Withdrawn'),
    }),
    (c) =>
      write(c, 200, async (tx) => {
        await withdrawInvitation(tx, c.req.valid('param').id)
        return done
      }),
  )
}

function addKeyRoutes(router: Router): void {
  router.openapi(
    createRoute({
      method: 'get',
      path: '/keys',
      operationId: 'listKeys',
      summary: 'API keys',
      responses: answers(200, Keys, 'Newest first'),
    }),
    (c) => read(c, async (tx) => ({ items: await listKeys(tx) })),
  )
  router.openapi(
    createRoute({
      method: 'post',
      path: '/keys',
      operationId: 'createKey',
      summary: 'Make an API key; it is shown this once',
      request: { body: jsonBody(NewKey) },
      responses: answers(201, CreatedKey, 'The key'),
    }),
    // without the idempotency table, which would keep the answer and with it the key
    async (c) => c.json(await transaction(c.var.ctx, (tx) => createKey(tx, c.req.valid('json'))), 201),
  )
  router.openapi(
    createRoute({
      method: 'delete',
      path: '/keys/{id}',
      operationId: 'revokeKey',
      summary: 'Withdraw an API key',
      request: { params: IdParam },
      responses: answers(200, Done, 'Withdrawn'),
    }),
    (c) =>
      write(c, 200, async (tx) => {
        await revokeKey(tx, c.req.valid('param').id)
        return done
      }),
  )
}
