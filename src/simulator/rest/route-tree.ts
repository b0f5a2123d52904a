// Finds the pattern that a path fits, part by part.

import type { Resource } from './resource.ts';

export interface Found {
  readonly resource: Resource;
  /** What stands for each `*`, percent-decoded. */
  readonly sids: readonly string[];
  /** The path ends with a `*`: one row, as against the list it is in. */
  readonly isOne: boolean;
}

interface Node {
  readonly words: Map<string, Node>;
  any: Node | undefined;
  resource: Resource | undefined;
}

const newNode = (): Node => ({ words: new Map(), any: undefined, resource: undefined });

/** Looks paths up among patterns such as `Calls/*`; a word of a pattern wins over a `*` beside it. */
export function routeTree(
  patterns: ReadonlyMap<string, Resource>,
): (parts: readonly string[]) => Found | undefined {
  const root = newNode();
  for (const [pattern, resource] of patterns) grow(root, pattern, resource);
  return (parts) => lookUp(root, parts);
}

function grow(root: Node, pattern: string, resource: Resource): void {
  let node = root;
  for (const part of pattern === '' ? [] : pattern.split('/')) {
    let next = part === '*' ? node.any : node.words.get(part);
    if (next === undefined) {
      next = newNode();
      if (part === '*') node.any = next;
      else node.words.set(part, next);
    }
    node = next;
  }
  node.resource = resource;
}

function lookUp(root: Node, parts: readonly string[]): Found | undefined {
  const sids: string[] = [];
  let isOne = false;
  let node = root;
  for (const part of parts) {
    const word = node.words.get(part);
    const next = word ?? node.any;
    if (next === undefined) return undefined;
    isOne = word === undefined;
    if (isOne) sids.push(decodePart(part));
    node = next;
  }
  return node.resource && { resource: node.resource, sids, isOne };
}

/** A participant's label may hold anything, percent-encoded. */
function decodePart(part: string): string {
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
