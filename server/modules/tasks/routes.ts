import { createRoute } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { endReminder, getReminder, setReminder } from './reminders.ts'
import * as schema from './schema.ts'
import { completeTask, createTask, endTask, getTask, listTasks, reopenTask, restoreTask, updateTask } from './tasks.ts'

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/tasks',
    operationId: 'listTasks',
    summary: 'Tasks, the most urgent first',
    request: { query: schema.TaskList },
    responses: answers(200, schema.TaskPage, 'A page of tasks'),
  }),
  (c) => read(c, (tx) => listTasks(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/tasks',
    operationId: 'createTask',
    summary: 'Write down a next step',
    request: { body: jsonBody(schema.NewTask) },
    responses: answers(201, schema.Task, 'The task'),
  }),
  (c) => write(c, 201, (tx) => createTask(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/tasks/{id}',
    operationId: 'getTask',
    summary: 'A task',
    request: { params: IdParam },
    responses: answers(200, schema.Task, 'The task'),
  }),
  (c) => read(c, (tx) => getTask(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'patch',
    path: '/tasks/{id}',
    operationId: 'updateTask',
    summary: 'Change a task',
    request: { params: IdParam, body: jsonBody(schema.TaskChange) },
    responses: answers(200, schema.Task, 'The task'),
  }),
  (c) => write(c, 200, (tx) => updateTask(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/tasks/{id}',
    operationId: 'endTask',
    summary: 'Take a task out of the lists',
    request: { params: IdParam },
    responses: answers(200, schema.Ended, 'What was taken out'),
  }),
  (c) => write(c, 200, (tx) => endTask(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/tasks/{id}/restoration',
    operationId: 'restoreTask',
    summary: 'Bring a task back',
    request: { params: IdParam },
    responses: answers(200, schema.Task, 'The task'),
  }),
  (c) => write(c, 200, (tx) => restoreTask(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/tasks/{id}/completion',
    operationId: 'completeTask',
    summary: 'Say that a task is done',
    request: { params: IdParam },
    responses: answers(200, schema.Task, 'The task'),
  }),
  (c) => write(c, 200, (tx) => completeTask(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/tasks/{id}/completion',
    operationId: 'reopenTask',
    summary: 'Say that a task is not done after all',
    request: { params: IdParam },
    responses: answers(200, schema.Task, 'The task'),
  }),
  (c) => write(c, 200, (tx) => reopenTask(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/task-reminder',
    operationId: 'getTaskReminder',
    summary: 'Whether one gets a daily mail with what is due, and when',
    responses: answers(200, schema.Reminder, 'The reminder'),
  }),
  (c) => read(c, getReminder),
)

routes.openapi(
  createRoute({
    method: 'put',
    path: '/task-reminder',
    operationId: 'setTaskReminder',
    summary: 'Get a daily mail with what is due, or get it at another hour',
    request: { body: jsonBody(schema.ReminderChange) },
    responses: answers(200, schema.Reminder, 'The reminder'),
  }),
  (c) => write(c, 200, (tx) => setReminder(tx, c.req.valid('json').hour)),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/task-reminder',
    operationId: 'endTaskReminder',
    summary: 'Get no more daily mail',
    responses: answers(200, schema.Reminder, 'No reminder'),
  }),
  (c) => write(c, 200, endReminder),
)
