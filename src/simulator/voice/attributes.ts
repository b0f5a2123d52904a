// Attributes of TwiML elements, read the way Twilio forgives them: a bad value is a warning and the default.

import type { HttpMethod, WebTarget } from '../call.ts';
import { readUrl } from '../loopback.ts';
import { notify } from '../notify.ts';
import type { TwimlDocument } from './documents.ts';
import type { Leg } from './leg.ts';
import { type TwimlElement, TwimlFailure } from './twiml.ts';

/** What a verb is given: the leg, the element, and the document it stands in. */
export interface Scene {
  readonly leg: Leg;
  readonly element: TwimlElement;
  readonly document: TwimlDocument;
}

export function warn(leg: Leg, code: number, message: string): void {
  notify(leg.world, leg.account, { level: 'warning', code, message, callSid: leg.call.sid });
}

/** Warns of a value that is none. */
function refuse({ leg, element }: Scene, code: number, name: string): void {
  warn(leg, code, `${element.name}: Invalid ${name} value ${element.attributes[name]}`);
}

export interface NumberRule {
  readonly fallback: number;
  readonly least: number;
  readonly most?: number;
  /** Twilio's warning for a value that is none. */
  readonly code: number;
}

export function numberAttribute(scene: Scene, name: string, rule: NumberRule): number {
  const text = scene.element.attributes[name];
  if (text === undefined) return rule.fallback;
  const value = Number(text);
  const { least, most = Number.MAX_SAFE_INTEGER } = rule;
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  refuse(scene, rule.code, name);
  return rule.fallback;
}

export interface BooleanRule {
  readonly name: string;
  readonly fallback: boolean;
  readonly code: number;
}

export function booleanAttribute(scene: Scene, { name, fallback, code }: BooleanRule): boolean {
  const text = scene.element.attributes[name]?.toLowerCase();
  if (text === undefined) return fallback;
  if (text === 'true' || text === 'false') return text === 'true';
  refuse(scene, code, name);
  return fallback;
}

export interface ChoiceRule<Choice extends string> {
  readonly name: string;
  readonly choices: readonly Choice[];
  readonly fallback: Choice;
  readonly code: number;
}

export function choiceAttribute<Choice extends string>(scene: Scene, rule: ChoiceRule<Choice>): Choice {
  const text = scene.element.attributes[rule.name];
  if (text === undefined) return rule.fallback;
  const choice = rule.choices.find((known) => known === text);
  if (choice === undefined) refuse(scene, rule.code, rule.name);
  return choice ?? rule.fallback;
}

/** A list of words, separated by spaces. One that is none of the choices is warned of and left out. */
export function choicesAttribute<Choice extends string>(
  scene: Scene,
  rule: Omit<ChoiceRule<Choice>, 'fallback'> & { readonly fallback: readonly Choice[] },
): readonly Choice[] {
  const words = (scene.element.attributes[rule.name] ?? '').split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return rule.fallback;
  const chosen = rule.choices.filter((choice) => words.includes(choice));
  if (words.some((word) => !chosen.some((choice) => choice === word))) refuse(scene, rule.code, rule.name);
  return chosen.length > 0 ? chosen : rule.fallback;
}

export function methodAttribute(scene: Scene, code: number, name = 'method'): HttpMethod {
  const method = (scene.element.attributes[name] ?? 'POST').toUpperCase();
  if (method === 'GET' || method === 'POST') return method;
  refuse(scene, code, name);
  return 'POST';
}

/** An absolute URL; an empty one names the document itself. Throws TwimlFailure 11100 for what is none. */
export function resolveUrl({ document }: Scene, text: string): string {
  const url = readUrl(text, document.url ?? undefined);
  if (url === undefined) {
    const inline = document.url === null ? ' (an inline document has no URL for it to be relative to)' : '';
    throw new TwimlFailure(11100, `Invalid URL format: "${text}"${inline}`);
  }
  return url.href;
}

export interface TargetRule {
  /** The attribute with the URL. */
  readonly name: string;
  readonly method?: string;
  readonly methodCode: number;
  readonly urlCode: number;
}

/** An application's URL and method, for a callback. Undefined without one, or, with a warning, for a bad one. */
export function callbackAttribute(scene: Scene, rule: TargetRule): WebTarget | undefined {
  const text = scene.element.attributes[rule.name];
  if (text === undefined || text === '') return undefined;
  const url = readUrl(text, scene.document.url ?? undefined);
  if (url === undefined) {
    refuse(scene, rule.urlCode, rule.name);
    return undefined;
  }
  return {
    url: url.href,
    method: methodAttribute(scene, rule.methodCode, rule.method ?? `${rule.name}Method`),
  };
}
