import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { fieldErrors } from '../problem.ts'

/** Something a form does: whether it is under way, why it failed, and which of the fields are to blame. */
export function useWork<Input = void>(work: (input: Input) => Promise<unknown>) {
  const { t, i18n } = useTranslation()
  const mutation = useMutation({ mutationFn: work })
  return {
    run: mutation.mutate,
    busy: mutation.isPending,
    done: mutation.isSuccess,
    error: mutation.error,
    reset: mutation.reset,
    fields: fieldErrors(t, i18n.language, mutation.error),
  }
}
