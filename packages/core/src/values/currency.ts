import * as z from "zod";
import { invalidInput } from "../errors.ts";

// ISO 4217, active codes of countries and currency unions, and the metals XAU XAG XPT XPD
const codes: ReadonlySet<string> = new Set(
  (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP " +
    "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR " +
    "ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT " +
    "MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD " +
    "SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UYW UZS VED " +
    "VES VND VUV WST XAF XAG XAU XCD XCG XOF XPD XPF XPT YER ZAR ZMW ZWG"
  ).split(" "),
);

// two digits where not listed
const minorDigits: ReadonlyMap<string, number> = new Map([
  ..."BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(" ").map((code) => [code, 0] as const),
  ..."BHD IQD JOD KWD LYD OMR TND".split(" ").map((code) => [code, 3] as const),
  ..."CLF UYW".split(" ").map((code) => [code, 4] as const),
  // metals have no minor unit in ISO 4217; they are kept to a thousandth of an ounce
  ..."XAG XAU XPD XPT".split(" ").map((code) => [code, 3] as const),
]);

/** An ISO 4217 currency code, such as `"EUR"`. */
export const CurrencySchema: z.ZodType<string> = z
  .string()
  .refine((code) => codes.has(code), 'expected an ISO 4217 currency code in capitals, such as "EUR"');

/** Digits after the point of the smallest unit of a currency (ISO 4217): 2 for USD, 0 for JPY, 3 for KWD. */
export function minorUnitDigits(currency: string): number {
  return minorDigits.get(currency) ?? 2;
}

/** `code` if it is an ISO 4217 currency code; an `INVALID_INPUT` error otherwise. */
export function currencyCode(code: string, argument: string): string {
  if (codes.has(code)) return code;
  throw invalidInput(
    argument,
    `${argument}: expected an ISO 4217 currency code in capitals, such as "EUR", was ${JSON.stringify(code)}`,
    { expected: "an ISO 4217 currency code", received: code },
  );
}
