/** Was geschah, in einem Satz: Ereignisse von Seiten, die niemand zuerst öffnet. Die anderen stehen in ../happenings.ts. */
export const messages = {
  credit_member_set: 'Die Grenzen eines Mitglieds im Kreis wurden gesetzt',
  hours_confirmed: 'Freiwillige Stunden wurden bestätigt',
  hours_refused: 'Freiwillige Stunden wurden nicht bestätigt',
  hours_reported: 'Freiwillige Stunden wurden gemeldet',
  points_reason_added: 'Eine Regel für Punkte kam hinzu',
  points_reason_removed: 'Eine Regel für Punkte wurde entfernt',
  money_plan_written: 'Monate des Plans wurden geändert',
  voucher_code_renewed: 'Ein Gutschein bekam einen neuen Code',
  voucher_code_withdrawn: 'Der Code eines Gutscheins wurde zurückgezogen',
  voucher_sold: 'Ein Gutschein wurde verkauft',
}
