export const messages = {
  invented: 'erfunden',
  partlyInvented: 'Arten, Beziehungen, Angebote und Bedarfe sind erfunden',
  credit: 'Aus Beispieldaten:',
  strip: 'Woher die Beispieldaten kommen',
  more: 'Mehr, entfernen',
  about: 'Beispieldaten',
  remove: 'Dieses Beispiel entfernen',
  removeNote: 'Alles geht in einem Schritt. Was Sie darauf aufgebaut haben, bleibt.',
  removed_one: 'Das Beispiel ist fort, mit seiner {{number}} Organisation.',
  removed_other: 'Das Beispiel ist fort, mit seinen {{number}} Organisationen.',
  left_one: 'Das Beispiel ist fort. {{number}} Organisation bleibt, weil jemand etwas ergänzt hat:',
  left_other: 'Das Beispiel ist fort. {{number}} Organisationen bleiben, weil jemand etwas ergänzt hat:',
  mosel: {
    title: 'Moseltal',
    lead: 'Weingüter, Hotels und Gaststätten eines wirklichen Tals, und wie sie zusammenarbeiten könnten.',
    explanation:
      'Die Orte und Bahnhöfe zwischen Bernkastel-Kues und Traben-Trarbach gibt es wirklich. Wie sie zueinander stehen, was sie anbieten und was sie brauchen, ist erfunden, damit es etwas zu sehen gibt: Ziehen Sie daraus keine Schlüsse über die Menschen dahinter.',
    load: 'Moseltal zeigen',
  },
  indiana: {
    title: 'Tabakprävention in Indiana',
    lead: 'Wirkliche Organisationen, die gemeinsam gegen das Rauchen arbeiteten: wer in Kontakt war, wer zusammenarbeitete, wer gute Praxis teilte.',
    explanation:
      'Die Organisationen und ihre drei Arten von Beziehung stammen aus einer Studie über Netze der öffentlichen Gesundheit von Douglas Luke und anderen. Die Namen der Gruppen, und was jede für die federführende Stelle ist, sind unsere Lesart der Codes.',
    load: 'Indiana zeigen',
  },
  amounts: '{{parties}} Organisationen, {{ties}} Beziehungen',
  loading: '{{parties}} Organisationen und {{ties}} Beziehungen kommen auf die Karte',
}
