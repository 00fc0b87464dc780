/** Processing: the record of processing activities (Art. 30 GDPR), made of what is really stored, who may really see it, and whom it really goes to. */
export { setRecipients } from './record.ts'
export { routes } from './routes.ts'
