// How far two places are from each other.

export interface Position {
  /** Degrees. */
  readonly latitude: number;
  readonly longitude: number;
}

const EARTH_MILES = 3_959;

/** Along the surface (the haversine formula). */
export function distanceMiles(one: Position, other: Position): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const across = radians(other.latitude - one.latitude) / 2;
  const along = radians(other.longitude - one.longitude) / 2;
  const square =
    Math.sin(across) ** 2 +
    Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(along) ** 2;
  return 2 * EARTH_MILES * Math.asin(Math.min(1, Math.sqrt(square)));
}
