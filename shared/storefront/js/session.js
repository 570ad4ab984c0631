/**
 * The session. The access token is in this module's memory. The refresh token is in an HttpOnly
 * cookie, which scripts can't read and which works once: tabs take turns, and a tab that waited
 * uses the token that the tab before it received.
 */
import { Problem, send } from "./api.js";

const COOKIE = { "X-Shop-Session": "cookie" };
const EARLY = 30_000; // milliseconds before its expiry at which a token is refreshed
const MARK = "signed-in"; // in localStorage: there is a cookie to try; not a secret
const TURN = "refreshing-since";
const LOST = 3_000; // milliseconds after which the refresh of a closed page has ended
const ASK = 80; // milliseconds that other tabs get to share their token

const channel = new BroadcastChannel("session");
const listeners = new Set();
let token = null; // {value, ends}
let person = null; // GET /users/{id}
let told = null; // the token that another tab just shared
let asking = false;

export const user = () => person;
export const isStaff = () => person?.role === "staff";
/** Whether the user has one of these roles. The shop decides; pages only hide what it would refuse. */
export const has = (...roles) => isStaff() && roles.some((role) => person.roles.includes(role));
export const mayBeSignedIn = () => localStorage.getItem(MARK) !== null;
export const onChange = (listener) => listeners.add(listener);

channel.onmessage = ({ data }) => {
  if (data.kind === "ask" && isFresh(token)) channel.postMessage({ kind: "token", token });
  if (data.kind === "gone") forget();
  if (data.kind !== "token") return;
  told = data.token;
  const isNews = told.value !== token?.value && idIn(told) !== person?.id;
  if (isNews && !asking) use(told).catch(() => {}); // signed in, in another tab
};

/** Calls the API as the signed-in user, if there is one. */
export async function call(method, path, options = {}) {
  const headers = await authorization();
  try {
    return await send(method, path, { ...options, headers: { ...options.headers, ...headers } });
  } catch (problem) {
    if (problem.status !== 401 || problem.wantsSignIn || !headers.Authorization) throw problem;
    if (token && `Bearer ${token.value}` === headers.Authorization) token = null;
    const again = await authorization();
    if (!again.Authorization) throw problem;
    return send(method, path, { ...options, headers: { ...options.headers, ...again } });
  }
}

/** Restores the session at page load: the user if the cookie is still valid, else null. */
export async function restore() {
  if (mayBeSignedIn()) await authorization();
  return person;
}

export const signIn = (email, password, otp) => enter({ email, password }, otp);

/** With what an identity provider sent back. */
export const signInElsewhere = (state, code, otp) => enter({ state, code }, otp);

async function enter(proof, otp) {
  const body = { ...proof, session: "cookie", ...(otp && { otp }) };
  const { data } = await inTurn(() => send("POST", "/tokens", { body }));
  await use(share(received(data)));
  return person;
}

/** Ends this session in every tab. */
export async function signOut() {
  const end = () => {
    token = null; // don't share it with a tab that asks meanwhile
    return send("DELETE", "/tokens/current", { headers: COOKIE, keepalive: true });
  };
  await inTurn(end).catch((problem) => {
    if (problem.status !== 401) throw problem;
  });
  leave();
}

/** Forgets the user in all tabs, when the shop has ended the session. */
export function leave() {
  channel.postMessage({ kind: "gone" });
  forget();
}

/** Reads the user again, after a change of name, e-mail or second factor. */
export async function reread() {
  person = (await call("GET", `/users/${person.id}`)).data;
  tell();
}

async function authorization() {
  if (!isFresh(token) && mayBeSignedIn()) await renew();
  return token ? { Authorization: `Bearer ${token.value}` } : {};
}

function renew() {
  return inTurn(async () => {
    if (isFresh(token)) return;
    const handed = await fromOtherTabs();
    if (handed) return use(handed);
    try {
      await use(share(received(await refreshed())));
    } catch (problem) {
      if (problem.status !== 401) throw problem;
      leave();
    }
  });
}

async function refreshed() {
  await settled();
  localStorage.setItem(TURN, Date.now());
  try {
    const body = { session: "cookie" };
    // keepalive: the browser stores the new cookie even if the user leaves the page meanwhile
    return (await send("POST", "/tokens/refresh", { body, headers: COOKIE, keepalive: true })).data;
  } finally {
    localStorage.removeItem(TURN);
  }
}

/** Waits for the refresh of a closed page: its cookie must not be sent twice. */
async function settled() {
  const since = Number(localStorage.getItem(TURN));
  const left = since ? since + LOST - Date.now() : 0;
  if (left > 0 && left <= LOST) await new Promise((done) => setTimeout(done, left));
}

async function fromOtherTabs() {
  [told, asking] = [null, true];
  channel.postMessage({ kind: "ask" });
  for (const end = Date.now() + ASK; Date.now() < end && !isFresh(told); ) {
    await new Promise((done) => setTimeout(done, 10));
  }
  asking = false;
  return isFresh(told) ? told : null;
}

const inTurn = (work) => navigator.locks.request("session", work);
const isFresh = (one) => one !== null && one.ends - EARLY > Date.now();
const received = (data) => ({ value: data.access_token, ends: Date.now() + data.expires_in * 1000 });
const idIn = ({ value }) => JSON.parse(atob(value.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"))).sub;

/** Shares a token from the shop with the other tabs. Tokens from other tabs are not shared again. */
function share(given) {
  channel.postMessage({ kind: "token", token: given });
  return given;
}

async function use(given) {
  const id = idIn(given);
  token = given;
  localStorage.setItem(MARK, id);
  if (person?.id === id) return;
  const headers = { Authorization: `Bearer ${given.value}` };
  let found = { id, name: "", email: "", role: "customer", mfa_enabled: false, unknown: true };
  try {
    found = (await send("GET", `/users/${id}`, { headers })).data;
  } catch (problem) {
    if (problem.status === 401) return leave(); // the session ended meanwhile
    if (!(problem instanceof Problem)) throw problem;
  }
  if (token !== given) return; // signed out meanwhile, or as another user
  person = found;
  tell();
}

function forget() {
  const was = person || mayBeSignedIn();
  token = person = null;
  localStorage.removeItem(MARK);
  if (was) tell();
}

const tell = () => listeners.forEach((listener) => listener(person));
