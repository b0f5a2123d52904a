// Area codes of the United States and Canada in which the simulator has numbers for sale, each with one place.

/** Where a number is at home, as far as Twilio tells. */
export interface Place {
  readonly areaCode: string;
  /** Two letters: a state or a province. */
  readonly region: string;
  readonly locality: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly postalCode: string;
  /** The local access and transport area; all of Canada is 888. */
  readonly lata: string;
}

// Every state, and the area codes that examples use. Area code, region, latitude, longitude, postal code, LATA, place.
const UNITED_STATES = `
201 NJ 40.73 -74.07 07302 224 Jersey City
202 DC 38.90 -77.04 20004 236 Washington
203 CT 41.31 -72.92 06510 920 New Haven
205 AL 33.52 -86.80 35203 476 Birmingham
206 WA 47.61 -122.33 98101 674 Seattle
207 ME 43.66 -70.26 04101 120 Portland
208 ID 43.61 -116.20 83702 652 Boise
210 TX 29.42 -98.49 78205 566 San Antonio
212 NY 40.75 -73.99 10001 132 New York
213 CA 34.05 -118.24 90012 730 Los Angeles
214 TX 32.78 -96.80 75201 552 Dallas
215 PA 39.95 -75.17 19103 228 Philadelphia
216 OH 41.50 -81.69 44113 320 Cleveland
301 MD 39.08 -77.15 20850 236 Rockville
302 DE 39.74 -75.55 19801 228 Wilmington
303 CO 39.74 -104.99 80202 656 Denver
304 WV 38.35 -81.63 25301 254 Charleston
305 FL 25.77 -80.19 33130 460 Miami
307 WY 41.14 -104.82 82001 654 Cheyenne
310 CA 34.02 -118.49 90401 730 Santa Monica
312 IL 41.88 -87.63 60601 358 Chicago
313 MI 42.33 -83.05 48226 340 Detroit
314 MO 38.63 -90.20 63101 520 Saint Louis
316 KS 37.69 -97.34 67202 532 Wichita
317 IN 39.77 -86.16 46204 336 Indianapolis
401 RI 41.82 -71.41 02903 130 Providence
402 NE 41.26 -95.94 68102 644 Omaha
404 GA 33.75 -84.39 30303 438 Atlanta
405 OK 35.47 -97.52 73102 536 Oklahoma City
406 MT 45.78 -108.50 59101 650 Billings
407 FL 28.54 -81.38 32801 458 Orlando
408 CA 37.34 -121.89 95113 722 San Jose
410 MD 39.29 -76.61 21202 238 Baltimore
412 PA 40.44 -80.00 15222 234 Pittsburgh
414 WI 43.04 -87.91 53202 356 Milwaukee
415 CA 37.78 -122.42 94102 722 San Francisco
425 WA 47.61 -122.20 98004 674 Bellevue
501 AR 34.75 -92.29 72201 528 Little Rock
502 KY 38.25 -85.76 40202 462 Louisville
503 OR 45.52 -122.68 97204 672 Portland
504 LA 29.95 -90.07 70112 490 New Orleans
505 NM 35.08 -106.65 87102 664 Albuquerque
510 CA 37.80 -122.27 94612 722 Oakland
512 TX 30.27 -97.74 78701 558 Austin
513 OH 39.10 -84.51 45202 922 Cincinnati
515 IA 41.59 -93.62 50309 632 Des Moines
518 NY 42.65 -73.76 12207 134 Albany
601 MS 32.30 -90.18 39201 482 Jackson
602 AZ 33.45 -112.07 85004 666 Phoenix
603 NH 42.99 -71.46 03101 122 Manchester
605 SD 43.55 -96.70 57104 640 Sioux Falls
612 MN 44.98 -93.27 55401 628 Minneapolis
614 OH 39.96 -83.00 43215 324 Columbus
615 TN 36.16 -86.78 37203 470 Nashville
617 MA 42.36 -71.06 02108 128 Boston
619 CA 32.72 -117.16 92101 732 San Diego
650 CA 37.56 -122.32 94401 722 San Mateo
701 ND 46.88 -96.79 58102 636 Fargo
702 NV 36.17 -115.14 89101 721 Las Vegas
703 VA 38.88 -77.10 22201 236 Arlington
704 NC 35.23 -80.84 28202 422 Charlotte
713 TX 29.76 -95.37 77002 560 Houston
716 NY 42.89 -78.88 14202 140 Buffalo
718 NY 40.69 -73.99 11201 132 Brooklyn
801 UT 40.76 -111.89 84101 660 Salt Lake City
802 VT 44.48 -73.21 05401 124 Burlington
803 SC 34.00 -81.03 29201 434 Columbia
804 VA 37.54 -77.44 23219 248 Richmond
808 HI 21.31 -157.86 96813 834 Honolulu
813 FL 27.95 -82.46 33602 952 Tampa
816 MO 39.10 -94.58 64106 524 Kansas City
901 TN 35.15 -90.05 38103 468 Memphis
907 AK 61.22 -149.90 99501 832 Anchorage
916 CA 38.58 -121.49 95814 726 Sacramento
919 NC 35.78 -78.64 27601 426 Raleigh`;

const CANADA = `
204 MB 49.90 -97.14 R3C 888 Winnipeg
306 SK 50.45 -104.61 S4P 888 Regina
403 AB 51.05 -114.07 T2P 888 Calgary
416 ON 43.65 -79.38 M5H 888 Toronto
418 QC 46.81 -71.21 G1R 888 Quebec
506 NB 46.09 -64.77 E1C 888 Moncton
514 QC 45.50 -73.57 H3B 888 Montreal
604 BC 49.28 -123.12 V6B 888 Vancouver
613 ON 45.42 -75.70 K1P 888 Ottawa
709 NL 47.56 -52.71 A1C 888 Saint John's
780 AB 53.54 -113.49 T5J 888 Edmonton
902 NS 44.65 -63.58 B3J 888 Halifax`;

function readPlaces(table: string): readonly Place[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [areaCode = '', region = '', latitude, longitude, postalCode = '', lata = '', ...words] =
        line.split(' ');
      return {
        areaCode,
        region,
        locality: words.join(' '),
        latitude: Number(latitude),
        longitude: Number(longitude),
        postalCode,
        lata,
      };
    });
}

export const US_PLACES = readPlaces(UNITED_STATES);
export const CANADIAN_PLACES = readPlaces(CANADA);
