// What the daemon tells while it works: one object per happening, the contract of `remind daemon --json`.

export type DeliveryEvent =
  | {
      readonly event: 'started';
      readonly workerId: string;
      readonly mode: string;
      readonly accountSid: string;
      readonly concurrency: number;
    }
  | {
      readonly event: 'held';
      readonly id: string;
      readonly to: string;
      readonly reason: string;
      readonly detail: string;
    }
  | { readonly event: 'waiting'; readonly id: string; readonly to: string; readonly detail: string }
  | {
      readonly event: 'alarm';
      readonly kind: 'fuse' | 'budget' | 'halt' | 'strangers';
      readonly detail: string;
    }
  | { readonly event: 'cancelled'; readonly id: string; readonly to: string; readonly detail: string }
  | {
      readonly event: 'inbound';
      readonly from: string;
      readonly to: string;
      readonly meaning: 'stop' | 'start' | 'confirm' | 'cancel' | 'contact' | 'doubt' | 'other';
      readonly id: string | null;
      readonly detail: string;
    }
  | { readonly event: 'expired'; readonly id: string; readonly to: string; readonly detail: string }
  | {
      readonly event: 'sent';
      readonly id: string;
      readonly to: string;
      readonly channel: string;
      readonly sid: string;
      readonly lateMs: number;
    }
  | {
      readonly event: 'failed' | 'unknown' | 'retry';
      readonly id: string;
      readonly to: string;
      readonly channel: string;
      readonly detail: string;
    }
  | {
      readonly event: 'reconciled';
      readonly id: string | null;
      readonly to: string;
      readonly channel: string;
      readonly verdict: 'sent' | 'absent' | 'unclear';
      readonly sid: string | null;
      readonly detail: string;
    }
  | {
      readonly event: 'rerouted' | 'unreached';
      readonly id: string;
      readonly to: string;
      readonly channel: string;
      readonly detail: string;
    }
  | { readonly event: 'receipt'; readonly id: string; readonly sid: string; readonly receipt: string }
  /** What Twilio has sent since the backup that this database was restored from is known now. */
  | {
      readonly event: 'caught-up';
      readonly sent: number;
      readonly unclear: number;
      readonly optedOut: number;
      readonly unmatched: number;
    }
  | { readonly event: 'trouble'; readonly detail: string }
  | { readonly event: 'stopping'; readonly inFlight: number }
  | { readonly event: 'stopped'; readonly sent: number; readonly failed: number };

export type Emit = (event: DeliveryEvent) => void;
