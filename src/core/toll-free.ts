// North American toll-free numbers: their opt-outs are kept by the carriers, by a shorter list of words than Twilio's.

const TOLL_FREE = /^\+18(?:00|33|44|55|66|77|88)\d{7}$/;

/** `number` in E.164. */
export function isTollFree(number: string): boolean {
  return TOLL_FREE.test(number);
}
