// A fault that strikes each time.

import type { FaultSpec } from '../../src/simulator/faults.ts';

export function always(name: FaultSpec['name'], more: Partial<FaultSpec> = {}): FaultSpec {
  return { name, probability: 1, ...more };
}
