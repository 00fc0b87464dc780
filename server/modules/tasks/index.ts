/** Tasks: next steps with an owner and a day, whoever proposed them. */
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export { type Events, NewTask, type Tables, Task } from './schema.ts'
export { searchTasks } from './search.ts'
export { createTask, findTaskSubjects, getTask, listTasks } from './tasks.ts'
