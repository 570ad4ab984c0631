/** Formats money and time in the user's locale. */

const LANGUAGES = navigator.languages?.length ? [...navigator.languages] : undefined;
const zone = (options) => new Intl.DateTimeFormat(LANGUAGES, options);
const DAY = zone({ day: "numeric", month: "short", year: "numeric" });
const MOMENT = zone({ day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
const CLOCK = zone({ hour: "numeric", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 1 });
const NUMBER = new Intl.NumberFormat(LANGUAGES);
const COUNTRIES = new Intl.DisplayNames(LANGUAGES ?? "en", { type: "region" });
const currencies = {};

export function money(cents, currency = "EUR") {
  currencies[currency] ??= new Intl.NumberFormat(LANGUAGES, { style: "currency", currency });
  return currencies[currency].format(cents / 100);
}

export const number = (value) => NUMBER.format(value);
export const signed = (value) => (value > 0 ? "+" : "−") + NUMBER.format(Math.abs(value));
export const day = (time) => DAY.format(new Date(time));
export const moment = (time) => MOMENT.format(new Date(time));
export const country = (code) => COUNTRIES.of(code);

/** Today's times with tenths of a second, since orders settle in seconds; else day and time. */
export function clock(time) {
  const at = new Date(time);
  return at.toDateString() === new Date().toDateString() ? CLOCK.format(at) : MOMENT.format(at);
}

/** "2.1 s", "41 min", "3 h 38 min", "2 d". */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${NUMBER.format(Math.round(seconds * 10) / 10)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 60 * 48) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.round(minutes / 60 / 24)} d`;
}

/** Parses a typed price, "12.50" or "12,50", to cents; null if it is not a price. */
export function cents(typed) {
  const found = /^\s*(\d{1,6})(?:[.,](\d{1,2}))?\s*$/.exec(typed);
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : null;
}

export const asTyped = (amount) => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, "0")}`;

/** A short form of an id for people: its last eight digits, which are random. */
export const short = (id) => `${id.slice(-8, -4)} ${id.slice(-4)}`;
