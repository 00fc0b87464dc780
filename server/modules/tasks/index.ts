/** Tasks: next steps with an owner and a day, whoever proposed them. */
import type { JobHandler } from '../../kernel/jobs.ts'
import { endReminders, remind } from './reminders.ts'

export { personalData } from './personal-data.ts'
export { pages } from './reminder-pages.ts'
export { routes } from './routes.ts'
export { type Events, NewTask, type Tables, Task } from './schema.ts'
export { searchTasks } from './search.ts'
export {
  completeTask,
  createTask,
  endTask,
  findTaskSubjects,
  getTask,
  listTasks,
  listTasksOf,
  listTasksProposedBy,
  reopenTask,
} from './tasks.ts'

export const jobs: Record<string, JobHandler> = { 'tasks.remind': remind, 'tasks.end_reminders': endReminders }

/** Every five minutes it is looked whose hour has come. */
export const schedule = { 'tasks.remind': '*/5 * * * *' }
