// Phone numbers as Twilio reads and writes them.

/**
 * E.164, or undefined when Twilio would call the number invalid. As Twilio does, takes punctuation, and ten or
 * eleven digits without a plus for a US number.
 */
export function readNumber(text: string): string | undefined {
  const plain = text.replace(/[\s().-]/g, '');
  const number = /^\d{10}$/.test(plain) ? `+1${plain}` : /^1\d{10}$/.test(plain) ? `+${plain}` : plain;
  // North America: area codes start with 2 to 9 and a number has ten digits. Elsewhere: E.164's 7 to 15.
  if (number.startsWith('+1')) return /^\+1[2-9]\d{9}$/.test(number) ? number : undefined;
  return /^\+[2-9]\d{6,14}$/.test(number) ? number : undefined;
}

/** `(415) 867-5309` for North America, else the number as it is. */
export function formatNumber(number: string): string {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts ? `(${parts[1]}) ${parts[2]}-${parts[3]}` : number;
}

/** The country Twilio names beside a number; of the many it knows, the simulator knows the country of one code. */
export function countryOf(number: string): string {
  return number.startsWith('+1') ? 'US' : '';
}
