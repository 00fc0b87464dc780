/** Was geschah, in einem Satz: Ereignisse von Seiten, die niemand zuerst öffnet. Die anderen stehen in ../happenings.ts. */
export const messages = {
  voucher_code_renewed: 'Ein Gutschein bekam einen neuen Code',
  voucher_code_withdrawn: 'Der Code eines Gutscheins wurde zurückgezogen',
  voucher_sold: 'Ein Gutschein wurde verkauft',
}
