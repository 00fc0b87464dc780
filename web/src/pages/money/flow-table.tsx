import { useTranslation } from 'react-i18next'
import type { Flow, Flows } from './flow-queries.ts'
import classes from './flows.module.css'
import { useFlowWords } from './use-flow-words.ts'
import { useMoneyWords } from './use-words.ts'

/** The flows as rows; each opens to what it is made of. */
export function FlowTable({ flows, onOpen }: { flows: Flows; onOpen: (flow: Flow) => void }) {
  const { t } = useTranslation()
  const { amount } = useMoneyWords()
  const words = useFlowWords(flows)
  return (
    <table className={classes.table}>
      <caption className="tutti-visually-hidden">{t('money.flows.table')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('money.flows.source')}</th>
          <th scope="col">{t('money.flows.as')}</th>
          <th scope="col">{t('money.flows.target')}</th>
          <th scope="col" className={classes.right}>
            {t('money.flows.amount')}
          </th>
        </tr>
      </thead>
      <tbody>
        {flows.flows.map((flow) => (
          <tr key={`${flow.source} ${flow.middle} ${flow.target}`}>
            <td>{words.place(flow.source)}</td>
            <td title={words.sentence(flow.middle)}>{words.middle(flow.middle)}</td>
            <th scope="row">{words.place(flow.target)}</th>
            <td className={classes.right}>
              <button
                type="button"
                className={classes.open}
                onClick={() => onOpen(flow)}
                aria-label={t('money.flows.open', { flow: words.flow(flow), amount: amount(flow.amount, flows.asset, flows.scale) })}
              >
                {amount(flow.amount, flows.asset, flows.scale)}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
