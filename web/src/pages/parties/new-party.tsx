import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { NO_VALUES } from './form-values.ts'
import classes from './new-party.module.css'
import { PartyForm } from './party-form.tsx'
import { useCreateParty } from './queries.ts'

/** Puts one organisation on the map by hand. */
export function Component() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const navigate = useNavigate()
  const create = useCreateParty()
  return (
    <PageFrame>
      <div className={classes.narrow}>
        <PageHead title={t('parties.new.title')} answer={t('parties.new.answer')} />
        <PartyForm
          draftKey={`party.new.${ecosystemId}`}
          initial={NO_VALUES}
          submit={t('parties.new.submit')}
          error={create.error}
          onSubmit={(facts) => create.mutateAsync(facts).then(({ id }) => navigate(paths.organisation(ecosystemId, id)))}
          onCancel={() => navigate(paths.organisations(ecosystemId))}
        />
      </div>
    </PageFrame>
  )
}
