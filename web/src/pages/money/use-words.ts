import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import { useAssetNames, useNames } from './queries.ts'

type Owned = { purpose: string; ownerPartyId: string | null; ownerName: string | null; balance?: string }

/** How money, accounts and bookings are called in the reader's language. */
export function useMoneyWords() {
  const { t } = useTranslation()
  const formats = useFormats()
  const { data: names, isPending } = useNames()
  const { data: assets } = useAssetNames()
  return useMemo(() => {
    const plain = (key: string) => spoken(key.replace(/^(fund|budget|voucher|recouped):/, ''))
    const purpose = (key: string) =>
      names?.get(key) ??
      t(`money.purposes.${keyOf(key.split(':')[0]!)}`, {
        name: names?.get(key.replace(/^recouped:/, 'fund:')) ?? plain(key),
        defaultValue: plain(key),
      })
    return {
      ...formats,
      /** Whether purposes are called by their names yet. */
      isReady: !isPending,
      /** `1250` of an asset with two digits: €12.50, or 12.50 Hours. */
      amount: (minor: string | bigint, asset: string, scale: number) => formats.amount(minor, { asset, scale }, assets?.get(asset)),
      purpose,
      account: ({ purpose: key, ownerPartyId, ownerName, balance = '0' }: Owned) => {
        if (ownerPartyId === null) return purpose(key)
        const owes = key === 'payable' && BigInt(balance) < 0n
        const name = ownerName ?? t('money.erased')
        return t(`money.ofParty.${owes ? 'owes' : keyOf(key)}`, {
          name,
          defaultValue: t('money.ofParty.other', { name, purpose: purpose(key) }),
        })
      },
      kind: (kind: string) => t(`money.kinds.${keyOf(kind)}`, { defaultValue: spoken(kind) }),
    }
  }, [t, formats, names, assets, isPending])
}

/** In a key of texts a point would lead deeper. */
function keyOf(word: string): string {
  return word.replaceAll('.', '_')
}

/** A key as a person would write it: `levy:2026` is Levy 2026. */
export function spoken(key: string): string {
  const words = key.replaceAll(/[:._-]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
