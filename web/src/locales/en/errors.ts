/** What is said of an error that has no words of its own; those that have are in later/errors.ts. */
export const messages = {
  field: 'Please check this entry.',
  kept: { input: 'What you entered is still here.', nothing: 'Nothing was changed.' },
  unknown: {
    what: 'Something went wrong on this page.',
    todo: 'Load the page again; if it happens again, tell whoever runs this installation.',
  },
  no_connection: {
    what: 'The server cannot be reached.',
    todo: 'Check your connection; Tutti goes on by itself as soon as it is back.',
    todoInput: 'Check your connection, then send it once more.',
  },
  server: {
    what: 'The server could not finish this.',
    todo: 'Try again in a moment; if it happens again, tell whoever runs this installation.',
  },
  unauthorized: { what: 'You are signed out.', todo: 'Sign in again to go on.' },
  forbidden: { what: 'Your role does not allow this.', todo: 'Ask a coordinator of this ecosystem.' },
  not_found: { what: 'This is not here, or no longer.', todo: 'It may have been removed or merged with another entry.' },
  gone: { what: 'This link has been used or has run out.', todo: 'Ask for a new one.' },
  conflict: { what: 'Somebody else changed this in the meantime.', todo: 'Load it again and look at what changed.' },
  invalid: { what: 'Some entries need another look.', todo: 'The fields concerned are marked.' },
  too_large: { what: 'This is too large.', todo: 'Try a smaller file or a shorter text.' },
  too_many: { what: 'Too many attempts in a short time.', todo: 'Wait a minute, then try again.' },
}
