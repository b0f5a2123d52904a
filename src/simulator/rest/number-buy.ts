// POST IncomingPhoneNumbers: buys a number, by itself or by its area code.

import { audit } from '../audit.ts';
import { numberJson } from '../incoming-number.ts';
import type { NumberType } from '../inventory/countries.ts';
import { findOffer } from '../inventory/inventory.ts';
import { forSale, isForSale } from '../inventory/sale.ts';
import { GOOD_SENDER, hasMagic } from '../magic-number.ts';
import { readNumber } from '../number.ts';
import { startRent } from '../rent.ts';
import { type Account, addNumber, findNumber, type World } from '../world.ts';
import { badRequest } from './api-error.ts';
import { checkMagicPurchase, magicInAreaCode, noneInAreaCode } from './magic.ts';
import { type NumberChange, readNumberSettings } from './number-settings.ts';
import { given } from './params.ts';
import type { RestAnswer, RestRequest } from './resource.ts';

/** Of the sub-resource asked; undefined for IncomingPhoneNumbers itself, which sells any. Throws ApiError. */
export function buyNumber(request: RestRequest, type?: NumberType): RestAnswer {
  const { world, account } = request;
  const settings = readNumberSettings(account, request.form);
  const number = chooseNumber(request, type);
  if (type !== undefined && typeOf(number) !== type) {
    throw badRequest(21458, `${number} is not of the type that this resource sells`);
  }
  if (account.type === 'Trial' && account.numbers.all().length > 0) {
    throw badRequest(21404, 'Trial accounts are allowed one Twilio number. Upgrade to buy more.');
  }
  checkAddress(number, settings);
  // Who has the magic number can buy it again and again, as with test credentials: that is the row they have.
  const known = number === GOOD_SENDER ? account.numbers.find(number) : undefined;
  const row = known ?? addNumber(world, account, number);
  row.capabilities = findOffer(number)?.plan.capabilities ?? row.capabilities;
  Object.assign(row, settings);
  if (known === undefined) startRent(world, account, row);
  account.numbers.touch(row);
  audit(world, account, {
    resource: 'phone-number',
    sid: row.sid,
    verb: 'created',
    data: { phone_number: row.number },
    actorSid: request.login.account.sid,
  });
  return { status: 201, body: numberJson(row), sid: row.sid };
}

function chooseNumber({ world, account, form }: RestRequest, type: NumberType | undefined): string {
  const text = given(form, 'PhoneNumber');
  const areaCode = given(form, 'AreaCode');
  if (areaCode !== undefined && type !== undefined) {
    throw badRequest(21457, 'AreaCode is not supported on this resource; use IncomingPhoneNumbers');
  }
  if (text === undefined && areaCode !== undefined) return numberIn(world, account, areaCode);
  const number = readNumber(text ?? '');
  if (number === undefined) throw badRequest(21421, `PhoneNumber is invalid: ${text ?? 'none is given'}`);
  checkMagicPurchase(account, number);
  const isFree = number === GOOD_SENDER ? mayHaveMagic(world, account) : isForSale(world, number);
  if (!isFree) {
    throw badRequest(21422, `PhoneNumber ${number} is not available`);
  }
  return number;
}

/** Whose it is already, or anybody once it was released. */
function mayHaveMagic(world: World, account: Account): boolean {
  return hasMagic(account) || findNumber(world, GOOD_SENDER) === undefined;
}

function typeOf(number: string): NumberType {
  return findOffer(number)?.type ?? 'local';
}

function checkAddress(number: string, { addressSid, bundleSid }: NumberChange): void {
  const need = findOffer(number)?.plan.address ?? 'none';
  if (need === 'none' || addressSid || bundleSid) return;
  throw badRequest(21631, `Phone Number Requires an Address: ${number} needs an AddressSid (${need})`);
}

/** The first one for sale in an area code of the United States or Canada. */
function numberIn(world: World, account: Account, areaCode: string): string {
  if (!/^[2-9]\d{2}$/.test(areaCode)) throw badRequest(21451, `Invalid area code: ${areaCode}`);
  const magic = magicInAreaCode(account, areaCode);
  if (magic !== undefined) return magic;
  const offers = ['US', 'CA'].flatMap((country) => world.inventory.offers(country, 'local') ?? []);
  const [first] = forSale(
    world,
    offers.filter(({ range }) => range.place?.areaCode === areaCode),
  );
  if (first === undefined) throw noneInAreaCode(areaCode);
  return first.number;
}
