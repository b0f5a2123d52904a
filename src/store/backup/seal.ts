// Secrets in a backup: sealed with a passphrase (scrypt, AES-256-GCM), or not there at all.

import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto';
import { CredentialError, UnhealthyError } from '../../core/errors.ts';

// OWASP's choice for scrypt: 128 MB and some 0.4 s for each guess of the passphrase
// (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html).
const COST = { N: 2 ** 17, r: 8, p: 1 } as const;
// A file that asks for more than this is an attack on memory, not a backup.
const MAX_MEMORY = 512 * 1024 * 1024;
// Bound to the sealed text, so that it cannot be passed off as something else.
const PURPOSE = Buffer.from('remind backup secrets 1');

interface Sealed {
  readonly kdf: 'scrypt';
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: string;
  readonly cipher: 'aes-256-gcm';
  readonly iv: string;
  readonly tag: string;
  readonly data: string;
}

/** JSON that only the passphrase opens. `randomHex` gives as many random bytes as asked, in hex. */
export async function seal(
  plain: Uint8Array,
  passphrase: string,
  randomHex: (bytes: number) => string,
): Promise<Buffer> {
  const salt = Buffer.from(randomHex(16), 'hex');
  const iv = Buffer.from(randomHex(12), 'hex');
  const cipher = createCipheriv('aes-256-gcm', await deriveKey(passphrase, salt, COST), iv).setAAD(PURPOSE);
  const data = Buffer.concat([cipher.update(plain), cipher.final()]);
  const sealed: Sealed = {
    kdf: 'scrypt',
    ...COST,
    salt: salt.toString('base64'),
    cipher: 'aes-256-gcm',
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  };
  return Buffer.from(`${JSON.stringify(sealed)}\n`);
}

/** @throws CredentialError for a wrong passphrase (or a changed text: the two cannot be told apart). */
export async function unseal(sealed: Uint8Array, passphrase: string): Promise<Buffer> {
  const { salt, iv, tag, data, ...cost } = parseSealed(sealed);
  const key = await deriveKey(passphrase, bytes(salt), cost);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes(iv), { authTagLength: 16 })
      .setAAD(PURPOSE)
      .setAuthTag(bytes(tag));
    return Buffer.concat([decipher.update(bytes(data)), decipher.final()]);
  } catch {
    throw new CredentialError('the passphrase does not open the secrets in this backup', {
      hint: 'nothing was changed; try another passphrase, or leave the secrets out and run remind init',
    });
  }
}

function parseSealed(sealed: Uint8Array): Sealed {
  try {
    const fields = JSON.parse(Buffer.from(sealed).toString('utf8')) as Sealed;
    const whole = [fields.salt, fields.iv, fields.tag, fields.data].every((text) => typeof text === 'string');
    if (whole && fields.kdf === 'scrypt' && fields.cipher === 'aes-256-gcm') return fields;
  } catch {
    // Falls through: not JSON is as unusable as another shape.
  }
  throw new UnhealthyError('the sealed secrets in this backup cannot be understood');
}

function deriveKey(passphrase: string, salt: Buffer, cost: Pick<Sealed, 'N' | 'r' | 'p'>): Promise<Buffer> {
  const { N, r, p } = cost;
  return new Promise((resolve, reject) => {
    try {
      scrypt(passphrase.normalize('NFKC'), salt, 32, { N, r, p, maxmem: MAX_MEMORY }, (error, key) =>
        error ? reject(error) : resolve(key),
      );
    } catch (cause) {
      reject(
        new UnhealthyError('the sealed secrets in this backup ask for a key nobody would make', { cause }),
      );
    }
  });
}

function bytes(text: string): Buffer {
  return Buffer.from(text, 'base64');
}
