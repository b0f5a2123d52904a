// The vocabulary of texts that ask for an answer, in English, German, French and Spanish, in small letters, no accents.

/** Verbs that ask for an answer, whatever the letters of the word behind them: "reply yes", "mande stop". */
export const ANSWERING: readonly string[] = [
  ...[
    'reply',
    'replying',
    'respond',
    'responding',
    'answer',
    'answering',
    'rsvp',
    'message us',
    'messaging us',
  ],
  ...['text', 'texting', 'txt', 'send', 'sending', 'write', 'writing', 'type', 'typing'],
  ...['antworte', 'antworten', 'schreibe', 'schreiben', 'sende', 'senden', 'schicke', 'schicken', 'simsen'],
  ...[
    'repondez',
    'repondre',
    'repondant',
    'envoyant',
    'tapant',
    'ecrivant',
    'envoyez',
    'envoyer',
    'renvoyez',
    'tapez',
    'taper',
    'ecrivez',
    'ecrire',
  ],
  ...['responda', 'responde', 'responder', 'envie', 'envia', 'enviar', 'conteste', 'contesta', 'contestar'],
  ...['respondiendo', 'enviando', 'contestando', 'mandando', 'escribiendo'],
  ...['mande', 'manda', 'mandar', 'escriba', 'escribe', 'escribir'],
];

/** Verbs with other uses as well, "confirm your start time": they ask for a word in capitals only. */
export const PRESSING: readonly string[] = [
  ...['say', 'saying', 'enter', 'entering', 'press', 'pressing', 'use', 'using', 'return', 'returning'],
  ...['confirm', 'confirming', 'cancel', 'cancelling', 'canceling', 'let us know', 'message', 'sms'],
  ...['tap', 'tapping', 'click', 'clicking', 'hit', 'hitting'],
  ...[
    'bestatigen',
    'bestaetigen',
    'absagen',
    'sagen',
    'tippen',
    'tippe',
    'drucken',
    'drucke',
    'wahlen',
    'wahle',
  ],
  ...['confirmez', 'annulez', 'composez', 'dites', 'appuyez sur', 'cliquez sur'],
  ...['confirme', 'confirma', 'cancele', 'cancela', 'anule', 'anula', 'marque', 'pulse', 'presione'],
  ...['oprima', 'teclee', 'diga', 'ponga'],
];

/** German verbs that stand behind the word: "bitte mit YES antworten", "CANCEL schicken". */
export const ANSWERING_BEHIND: readonly string[] = [
  ...['antworten', 'antwortet', 'schreiben', 'senden', 'schicken', 'simsen', 'tippen', 'drucken', 'eingeben'],
  ...['druecken', 'zuruckschreiben', 'zurucksenden', 'zuruckschicken', 'zurueckschicken', 'sagen'],
];

/** What may stand between the verb and the word. */
export const FILLERS: readonly string[] = [
  ...['us', 'back', 'with', 'by', 'in', 'only', 'just', 'a', 'an', 'the', 'single', 'one', 'word', 'your'],
  ...['quick', 'simple', 'short', 'brief', 'to this', 'to this message', 'to this text', 'to this number'],
  ...['sie', 'bitte', 'uns', 'einfach', 'mit', 'nur', 'dem', 'wort', 'auf diese nachricht', 'auf diese sms'],
  ...['nous', 'par', 'avec', 'le', 'mot', 'juste', 'a ce message'],
  ...['con', 'la', 'palabra', 'a este mensaje', 'nos', 'solo'],
];

/** By means of: "mit STOP sagen Sie ab". English has its verb in front: "confirm with YES". */
export const MEANS: readonly string[] = ['mit', 'per', 'via', 'avec', 'par', 'con', 'por'];
export const MEANS_FILLERS: readonly string[] = [
  ...['sms', 'text', 'einem', 'einer', 'der', 'dem', 'antwort', 'wort', 'un', 'una', 'le', 'la', 'el'],
  ...['mot', 'palabra', 'reponse', 'respuesta', 'mensaje', 'message'],
];

/** Nothing but the word: "just CANCEL". */
export const JUST: readonly string[] = ['just', 'only', 'simply', 'einfach', 'nur', 'juste', 'solo'];

/** What is pressed on a screen, and where, is no answer: "Tap CANCEL in our app". */
export const BUTTONS: readonly string[] = ['button', 'link', 'knopf'];
export const SCREENS: readonly string[] = [
  'app',
  'website',
  'site',
  'web',
  'page',
  'portal',
  'screen',
  'link',
];

/** What only an answer can do; "CANCEL: call us" and "Yes: we are open" are no such purposes. */
export const DEEDS: readonly string[] = [
  ...['confirm', 'cancel', 'accept', 'decline', 'reschedule', 'attend', 'attending', 'coming'],
  ...[
    'bestatigen',
    'bestaetigen',
    'absagen',
    'zusagen',
    'confirmer',
    'annuler',
    'confirmar',
    'anular',
    'cancelar',
  ],
];

/** The word itself is said to do it: "YES confirms your visit", "STOP sagt den Termin ab". */
export const DOES: readonly string[] = [
  ...['confirms', 'cancels', 'bestatigt', 'bestaetigt', 'storniert', 'verschiebt'],
  ...['bestatigen', 'bestaetigen', 'absagen', 'zusagen', 'annule', 'confirme'],
  ...['confirma', 'anula', 'cancela'],
];

/** The word is said to be answer enough: "YES is enough", "a yes will do". */
export const SUFFICES: readonly string[] = [
  ...['is enough', 'will do', 'would do', 'is fine', 'is all we need', 'is all it takes', 'suffices'],
  ...['genugt', 'genuegt', 'reicht', 'suffit', 'basta', 'es suficiente'],
];

/** Somebody waits for the word: "we need your YES". */
export const AWAITING: readonly string[] = [
  'need',
  'await',
  'awaiting',
  'waiting for',
  'expect',
  'expecting',
];

/** What a sentence is about that goes on to ask for a word: "If you cannot come, text STOP". */
export const APPOINTMENT_DEEDS: readonly string[] = [
  ...['confirm', 'cancel', 'cancelling', 'canceling', 'decline', 'reschedule', 'call off', 'call it off'],
  ...[
    "can't make",
    "can't come",
    "can't attend",
    "can't keep",
    'cannot make',
    'cannot come',
    'cannot attend',
  ],
  ...['cannot keep', 'unable to', 'not coming', 'not attending', "won't make", "won't come"],
  ...[
    'absagen',
    'abzusagen',
    'absage',
    'bestatigen',
    'bestaetigen',
    'stornieren',
    'verschieben',
    'verhindert',
  ],
  ...['nicht kommen', 'sagen sie', 'annuler', 'annulez', 'annulation', 'confirmer', 'confirmez'],
  ...['ne pouvez pas', 'pas venir', 'cancelar', 'cancele', 'cancela', 'anular', 'anule', 'anula'],
  ...['confirmar', 'confirme', 'confirma', 'no puede', 'no puedes', 'no podra', 'no viene'],
];

/** The texts themselves, and what stands in front: "cancel these messages" is an opt-out. */
export const TEXTS: readonly string[] = [
  ...['texts', 'text messages', 'messages', 'msgs', 'sms', 'alerts', 'reminders', 'notifications'],
  ...['nachrichten', 'erinnerungen', 'benachrichtigungen', 'rappels', 'alertes'],
  ...['mensajes', 'recordatorios', 'avisos'],
];
export const WHOSE: readonly string[] = [
  ...['all', 'any', 'these', 'the', 'our', 'your', 'future', 'further', 'more', 'receiving', 'getting', 'of'],
  ...['text', 'sms', 'appointment', 'subscription to', 'or', 'stop'],
  ...[
    'die',
    'diese',
    'alle',
    'weitere',
    'weiteren',
    'les',
    'ces',
    'nos',
    'tous',
    'los',
    'estos',
    'sus',
    'mas',
  ],
];
