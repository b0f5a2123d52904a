// TwiML as a tree of elements.

import { SaxesParser } from 'saxes';

export interface TwimlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (TwimlElement | string)[];
}

/** A document, a request or a verb that ends the reading of TwiML, with Twilio's code for it. */
export class TwimlFailure extends Error {
  readonly code: number;
  readonly exchange: Exchange;
  constructor(code: number, message: string, exchange: Exchange = {}) {
    super(message);
    this.name = 'TwimlFailure';
    this.code = code;
    this.exchange = exchange;
  }
}

/** What was asked and answered when it failed. */
export interface Exchange {
  readonly requestUrl?: string | undefined;
  readonly requestMethod?: string | undefined;
  readonly requestVariables?: string | undefined;
  readonly responseBody?: string | undefined;
  readonly responseHeaders?: string | undefined;
}

// TwiML nests four deep at most; this only keeps hostile input from exhausting the stack.
const MAX_DEPTH = 64;

interface OpenElement extends TwimlElement {
  readonly children: (TwimlElement | string)[];
}

/** Documents read before: an application says the same to most callers. The oldest goes when there are too many. */
const known = new Map<string, TwimlElement>();
const MAX_KNOWN = 200;
const MAX_KNOWN_LENGTH = 4_096;

/** The Response element. Throws TwimlFailure 12100 for anything that is not one. */
export function parseTwiml(text: string): TwimlElement {
  const read = known.get(text);
  if (read !== undefined) return read;
  const root = readTwiml(text);
  if (text.length > MAX_KNOWN_LENGTH) return root;
  const [oldest] = known.keys();
  if (known.size >= MAX_KNOWN && oldest !== undefined) known.delete(oldest);
  known.set(text, root);
  return root;
}

function readTwiml(text: string): TwimlElement {
  const parser = new SaxesParser();
  const top: OpenElement = { name: '', attributes: {}, children: [] };
  const open: OpenElement[] = [top];
  const append = (text: string) => open.at(-1)?.children.push(text);
  parser.on('error', (error) => {
    throw new TwimlFailure(12100, `Document parse failure: ${error.message}`);
  });
  parser.on('opentag', (tag) => {
    if (open.length > MAX_DEPTH) throw new TwimlFailure(12100, 'Document parse failure: nested too deep');
    const element: OpenElement = { name: tag.name, attributes: { ...tag.attributes }, children: [] };
    open.at(-1)?.children.push(element);
    if (!tag.isSelfClosing) open.push(element);
  });
  parser.on('closetag', (tag) => {
    if (!tag.isSelfClosing) open.pop();
  });
  parser.on('text', append);
  parser.on('cdata', append);
  parser.write(text).close();
  const root = elementsOf(top)[0];
  if (root?.name !== 'Response') {
    throw new TwimlFailure(
      12100,
      `Document parse failure: the root is ${root?.name ?? 'missing'}, not Response`,
    );
  }
  return root;
}

export function elementsOf(element: TwimlElement): readonly TwimlElement[] {
  return element.children.filter((child) => typeof child !== 'string');
}

/** All text inside, white space collapsed as speech would. */
export function textOf(element: TwimlElement): string {
  return rawText(element).replace(/\s+/g, ' ').trim();
}

function rawText(element: TwimlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : rawText(child))).join('');
}
