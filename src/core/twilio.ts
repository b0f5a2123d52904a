// Twilio's rows as the database keeps them: parsed once at the door, named by every room.

export interface TwilioMessage {
  readonly accountSid: string;
  readonly sid: string;
  readonly direction: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly messagingServiceSid: string | null;
  readonly body: string | null;
  readonly status: string;
  readonly errorCode: number | null;
  readonly errorMessage: string | null;
  readonly numSegments: number | null;
  readonly numMedia: number | null;
  /** Millionths of `priceUnit`; negative, as Twilio gives it. Null until Twilio has billed it. */
  readonly priceMicros: number | null;
  readonly priceUnit: string | null;
  readonly dateCreated: number | null;
  readonly dateSent: number | null;
  readonly dateUpdated: number | null;
}

export interface TwilioCall {
  readonly accountSid: string;
  readonly sid: string;
  readonly parentCallSid: string | null;
  readonly direction: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly status: string;
  /** human, machine_start, machine_end_…, fax, unknown; null without detection. */
  readonly answeredBy: string | null;
  readonly durationS: number | null;
  readonly queueTimeMs: number | null;
  readonly priceMicros: number | null;
  readonly priceUnit: string | null;
  readonly dateCreated: number | null;
  readonly startTime: number | null;
  readonly endTime: number | null;
  readonly dateUpdated: number | null;
}
