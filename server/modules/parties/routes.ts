import { createRoute, z } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'
import { RemovedEntry } from '../people/index.ts'
import { changeMany, countFacets } from './bulk.ts'
import { addContact, exportContactData, listContacts, listNotes, removeContact, removeNote, updateContact, writeNote } from './contacts.ts'
import { listMerges, mergeParties, previewMerge, undoMerge } from './merges.ts'
import { findOwnParty, nameOwnParty } from './own-party.ts'
import { createParty, endParty, getParty, listParties, restoreParty, updateParty } from './parties.ts'
import { listRemovedParties } from './removed.ts'
import { listSameIdentifiers } from './same-identifiers.ts'
import * as schema from './schema.ts'
import { addField, addKind, listFields, listKinds } from './vocabulary.ts'

const Removed = z.object({ id: z.uuid() })
const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) })
const MergeId = z.object({ id: z.uuid().openapi({ param: { name: 'id', in: 'path' }, description: 'The merge' }) })

const parties = newRouter()

parties.openapi(
  createRoute({
    method: 'get',
    path: '/parties',
    operationId: 'listParties',
    summary: 'The filtered parties, a page at a time',
    request: { query: schema.PartyList },
    responses: answers(200, schema.PartyPage, 'A page'),
  }),
  (c) => read(c, (tx) => listParties(tx, c.req.valid('query'))),
)

parties.openapi(
  createRoute({
    method: 'get',
    path: '/removed-parties',
    operationId: 'listRemovedParties',
    summary: 'Parties taken off the map in the last 30 days, to put back',
    request: { query: Paging },
    responses: answers(200, pageOf(RemovedEntry), 'A page, the latest first'),
  }),
  (c) => read(c, (tx) => listRemovedParties(tx, c.req.valid('query'))),
)

parties.openapi(
  createRoute({
    method: 'post',
    path: '/parties',
    operationId: 'createParty',
    summary: 'Put a party on the map',
    request: { body: jsonBody(schema.NewParty) },
    responses: answers(201, schema.Party, 'The party'),
  }),
  (c) => write(c, 201, (tx) => createParty(tx, c.req.valid('json'))),
)

parties.openapi(
  createRoute({
    method: 'get',
    path: '/parties/{id}',
    operationId: 'getParty',
    summary: 'One party, now or in the past; a merged one answers the party it was merged into',
    request: { params: IdParam, query: schema.AsOf },
    responses: answers(200, schema.Party, 'The party'),
  }),
  (c) => {
    const { asOf } = c.req.valid('query')
    return read(c, (tx) => getParty(tx, c.req.valid('param').id, asOf === undefined ? undefined : new Date(asOf)))
  },
)

parties.openapi(
  createRoute({
    method: 'patch',
    path: '/parties/{id}',
    operationId: 'updateParty',
    summary: 'Change facts; what held before stays in the history',
    request: { params: IdParam, body: jsonBody(schema.PartyChange) },
    responses: answers(200, schema.Party, 'The party'),
  }),
  (c) => write(c, 200, (tx) => updateParty(tx, c.req.valid('param').id, c.req.valid('json'))),
)

parties.openapi(
  createRoute({
    method: 'delete',
    path: '/parties/{id}',
    operationId: 'endParty',
    summary: 'Take a party off the map from now on',
    request: { params: IdParam },
    responses: answers(200, Removed, 'Its id'),
  }),
  (c) => write(c, 200, (tx) => endParty(tx, c.req.valid('param').id)),
)

parties.openapi(
  createRoute({
    method: 'post',
    path: '/parties/{id}/restoration',
    operationId: 'restoreParty',
    summary: 'Put a party back that was taken off the map',
    request: { params: IdParam },
    responses: answers(200, schema.Party, 'The party'),
  }),
  (c) => write(c, 200, (tx) => restoreParty(tx, c.req.valid('param').id)),
)

parties.openapi(
  createRoute({
    method: 'get',
    path: '/parties/{id}/same-identifiers',
    operationId: 'listSameIdentifiers',
    summary: 'Other parties known by a number of this one, such as its VAT number: perhaps they are one',
    request: { params: IdParam },
    responses: answers(200, listOf(schema.SameIdentifier), 'At most 20'),
  }),
  (c) => read(c, async (tx) => ({ items: await listSameIdentifiers(tx, c.req.valid('param').id) })),
)

parties.openapi(
  createRoute({
    method: 'post',
    path: '/parties/bulk',
    operationId: 'changeManyParties',
    summary: 'Change many parties at once; the answer holds the request that undoes it',
    request: { body: jsonBody(schema.BulkChange) },
    responses: answers(200, schema.BulkResult, 'What changed'),
  }),
  (c) => write(c, 200, (tx) => changeMany(tx, c.req.valid('json'))),
)

parties.openapi(
  createRoute({
    method: 'get',
    path: '/facets',
    operationId: 'countFacets',
    summary: 'How many of the filtered parties there are of each kind, sector, tag, city, source and type of tie',
    request: { query: schema.Filter },
    responses: answers(200, schema.Facets, 'The counts'),
  }),
  (c) => read(c, (tx) => countFacets(tx, c.req.valid('query'))),
)

const people = newRouter()
  .openapi(
    createRoute({
      method: 'get',
      path: '/parties/{id}/contacts',
      operationId: 'listContacts',
      summary: 'The people at a party',
      request: { params: IdParam, query: Paging },
      responses: answers(200, pageOf(schema.Contact).openapi('ContactPage'), 'By name'),
    }),
    (c) => read(c, (tx) => listContacts(tx, c.req.valid('param').id, c.req.valid('query'))),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/parties/{id}/contacts',
      operationId: 'addContact',
      summary: 'Add a person at a party',
      request: { params: IdParam, body: jsonBody(schema.NewContact) },
      responses: answers(201, schema.Contact, 'The person'),
    }),
    (c) => write(c, 201, (tx) => addContact(tx, c.req.valid('param').id, c.req.valid('json'))),
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/contacts/{id}',
      operationId: 'updateContact',
      summary: 'Change a person at a party',
      request: { params: IdParam, body: jsonBody(schema.ContactChange) },
      responses: answers(200, schema.Contact, 'The person'),
    }),
    (c) => write(c, 200, (tx) => updateContact(tx, c.req.valid('param').id, c.req.valid('json'))),
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/contacts/{id}',
      operationId: 'removeContact',
      summary: 'Remove a person at a party for good, with what notes and kept answers say of them',
      request: { params: IdParam },
      responses: answers(200, Removed, 'Their id'),
    }),
    (c) => write(c, 200, (tx) => removeContact(tx, c.req.valid('param').id)),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/contacts/{id}/data',
      operationId: 'exportContactData',
      summary: 'Everything that is held on a person at a party, for them to have',
      request: { params: IdParam },
      responses: answers(200, z.record(z.string(), z.unknown()), 'By module'),
    }),
    (c) => read(c, (tx) => exportContactData(tx, c.req.valid('param').id)),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/parties/{id}/notes',
      operationId: 'listNotes',
      summary: 'The notes on a party, newest first',
      request: { params: IdParam, query: Paging },
      responses: answers(200, pageOf(schema.Note).openapi('NotePage'), 'The newest first'),
    }),
    (c) => read(c, (tx) => listNotes(tx, c.req.valid('param').id, c.req.valid('query'))),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/parties/{id}/notes',
      operationId: 'writeNote',
      summary: 'Write a note on a party',
      request: { params: IdParam, body: jsonBody(schema.NewNote) },
      responses: answers(201, schema.Note, 'The note'),
    }),
    (c) => write(c, 201, (tx) => writeNote(tx, c.req.valid('param').id, c.req.valid('json').body)),
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/notes/{id}',
      operationId: 'removeNote',
      summary: 'Remove a note for good',
      request: { params: IdParam },
      responses: answers(200, Removed, 'Its id'),
    }),
    (c) => write(c, 200, (tx) => removeNote(tx, c.req.valid('param').id)),
  )

const merges = newRouter()
  .openapi(
    createRoute({
      method: 'post',
      path: '/merges/preview',
      operationId: 'previewMerge',
      summary: 'What a merge would show, fact by fact; writes nothing',
      request: { body: jsonBody(schema.MergePreviewRequest) },
      responses: answers(200, schema.MergePreview, 'The preview'),
    }),
    (c) => read(c, (tx) => previewMerge(tx, c.req.valid('json'))),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/merges',
      operationId: 'mergeParties',
      summary: 'Make one party another name of another',
      request: { body: jsonBody(schema.MergeRequest) },
      responses: answers(201, z.object({ mergeId: z.uuid(), party: schema.Party }), 'The merge and the party'),
    }),
    (c) => write(c, 201, (tx) => mergeParties(tx, c.req.valid('json'))),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/parties/{id}/merges',
      operationId: 'listMerges',
      summary: 'What was merged into a party, newest first; each can be undone',
      request: { params: IdParam },
      responses: answers(200, listOf(schema.Merge), 'At most 100'),
    }),
    (c) => read(c, async (tx) => ({ items: await listMerges(tx, c.req.valid('param').id) })),
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/merges/{id}',
      operationId: 'undoMerge',
      summary: 'Undo a merge; facts that were changed since stay and are named',
      request: { params: MergeId },
      responses: answers(200, z.object({ mergeId: z.uuid(), kept: z.array(z.string()) }), 'What stayed'),
    }),
    (c) => write(c, 200, (tx) => undoMerge(tx, c.req.valid('param').id)),
  )

const vocabulary = newRouter()
  .openapi(
    createRoute({
      method: 'get',
      path: '/kinds',
      operationId: 'listKinds',
      summary: 'The kinds of party: the seven and your own',
      responses: answers(200, listOf(schema.Kind), 'The kinds'),
    }),
    (c) => read(c, async (tx) => ({ items: await listKinds(tx) })),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/kinds',
      operationId: 'addKind',
      summary: 'Add a kind of your own',
      request: { body: jsonBody(schema.NewKind) },
      responses: answers(201, schema.Kind, 'The kind'),
    }),
    (c) => write(c, 201, (tx) => addKind(tx, c.req.valid('json'))),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/fields',
      operationId: 'listFields',
      summary: 'Your own fields of parties',
      responses: answers(200, listOf(schema.Field), 'The fields'),
    }),
    (c) => read(c, async (tx) => ({ items: await listFields(tx) })),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/fields',
      operationId: 'addField',
      summary: 'Add a field of your own to parties',
      request: { body: jsonBody(schema.Field) },
      responses: answers(201, schema.Field, 'The field'),
    }),
    (c) => write(c, 201, (tx) => addField(tx, c.req.valid('json'))),
  )

const ownParty = newRouter()
  .openapi(
    createRoute({
      method: 'get',
      path: '/own-party',
      operationId: 'getOwnParty',
      summary: 'The organisation on the map that runs it, if one was named',
      responses: answers(200, schema.OwnParty, 'It'),
    }),
    (c) => read(c, async (tx) => ({ party: await findOwnParty(tx) })),
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/own-party',
      operationId: 'nameOwnParty',
      summary: 'Say which organisation on the map runs it',
      request: { body: jsonBody(schema.OwnPartyChoice) },
      responses: answers(200, schema.OwnParty, 'It'),
    }),
    (c) => write(c, 200, async (tx) => ({ party: await nameOwnParty(tx, c.req.valid('json').partyId) })),
  )

export const routes = newRouter().route('/', parties).route('/', people).route('/', merges).route('/', vocabulary).route('/', ownParty)
