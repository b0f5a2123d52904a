// Senders: what a text or call may come from.

/** A messaging service, which picks a number itself: it sends texts and cannot call. */
export function isMessagingService(sender: string): boolean {
  return /^MG[0-9a-f]{32}$/i.test(sender);
}

/** True when calls can come from it: numbers only. Services, short codes and names send texts. */
export function canCall(sender: string): boolean {
  return sender.startsWith('+');
}
