export const messages = {
  again: 'Try again',
  close: 'Close',
  errorCode: 'Reason: {{code}}',
  progress: '{{done}} done, {{left}} left',
  secondsLeft_one: 'about {{count}} second',
  secondsLeft_other: 'about {{count}} seconds',
  undo: 'Undo',
  undone: 'Undone.',
  undoFailed: 'This could not be undone. Nothing else was changed.',
  certainty: { low: 'Not sure', medium: 'Fairly sure', high: 'Sure' },
  filter: {
    label: 'Narrow the list',
    none: 'Nothing found.',
    remove: 'Take back {{label}}',
    search: 'Search in {{label}}',
  },
  sector: { placeholder: 'Type a trade or a code', none: 'No trade is called this.' },
  table: {
    select: 'Select {{name}}',
    selectLoaded: 'Select all rows seen so far',
    selectNone: 'Select nothing',
  },
}
