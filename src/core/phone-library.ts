// What is used of libphonenumber-js, with its full table.
// The bundler makes a file of this and leaves out the rest: a third of the library, and 1 ms of every `schedule`.

export type { CountryCode, PhoneNumber } from 'libphonenumber-js/max';
export {
  isSupportedCountry,
  ParseError,
  parsePhoneNumberFromString,
  parsePhoneNumberWithError,
} from 'libphonenumber-js/max';
