export const messages = {
  again: 'Noch einmal versuchen',
  close: 'Schließen',
  errorCode: 'Grund: {{code}}',
  progress: '{{done}} erledigt, {{left}} übrig',
  secondsLeft_one: 'etwa {{count}} Sekunde',
  secondsLeft_other: 'etwa {{count}} Sekunden',
  undo: 'Rückgängig',
  undone: 'Rückgängig gemacht.',
  undoFailed: 'Das ließ sich nicht rückgängig machen. Sonst wurde nichts geändert.',
  certainty: { low: 'Unsicher', medium: 'Recht sicher', high: 'Sicher' },
  filter: {
    label: 'Liste eingrenzen',
    none: 'Nichts gefunden.',
    remove: '{{label}} zurücknehmen',
    search: 'In {{label}} suchen',
  },
  sector: { placeholder: 'Branche oder Code eingeben', none: 'So heißt keine Branche.' },
  table: {
    select: '{{name}} auswählen',
    selectLoaded: 'Alle bisher gesehenen Zeilen auswählen',
    selectNone: 'Nichts auswählen',
  },
}
