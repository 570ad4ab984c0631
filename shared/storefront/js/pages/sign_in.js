/** Sign in, with a one-time code where the account has one, and sign up. */
import { send } from "../api.js";
import { fill, h } from "../dom.js";
import { go } from "../router.js";
import * as session from "../session.js";
import { field, form, notice } from "../ui.js";

const WITH_CODE = "with-code"; // in localStorage: the last sign-in here took a code
const TEXTS = { 409: "There is an account with this email address already. Sign in instead." };

export const email = (value) => field("Email", { name: "email", type: "email", autocomplete: "username", required: true, value });
export const password = (autocomplete = "current-password", more = {}) => field(more.label ?? "Password", { name: more.name ?? "password", type: "password", autocomplete, required: true }, { hint: more.hint });
export const code = (hint) => field("One-time code", { name: "otp", class: "code", inputmode: "numeric", autocomplete: "one-time-code", maxlength: 6, pattern: "[0-9]{6}" }, { hint });
export const RULE = "At least 10 characters. A few words you can remember make a good one.";

export function signIn(at) {
  const next = whereNext(at);
  if (session.user()) return go(next, { replace: true });
  at.title("Sign in");
  const second = h("div.stack");
  const showCode = (hint) => {
    if (!second.firstChild) fill(second, code(hint));
  };
  const reveal = h("button.link", { type: "button", onclick: () => (showCode(), reveal.remove(), second.querySelector("input").focus()) }, "I have a one-time code");
  if (localStorage.getItem(WITH_CODE)) showCode();
  const made = form({}, [email(), password(), second], "Sign in", async (given, form) => {
    try {
      await session.signIn(given.email, given.password, given.otp?.replaceAll(" ", ""));
    } catch (problem) {
      if (problem.status === 401) showCode("Only if you switched on two-step sign-in.");
      throw problem;
    }
    given.otp ? localStorage.setItem(WITH_CODE, "") : localStorage.removeItem(WITH_CODE);
    go(next, { replace: true });
  }, { 401: "The email, the password, or the one-time code is wrong. A code works once." });
  at.show(door("sign-in", next, "Sign in", made, !second.firstChild && h("p.note", reveal)));
}

export function signUp(at) {
  const next = whereNext(at);
  if (session.user()) return go(next, { replace: true });
  at.title("Create an account");
  const name = field("Name", { name: "name", autocomplete: "name", required: true, maxlength: 200 });
  const made = form({}, [name, email(), password("new-password", { hint: RULE })], "Create account", async (given) => {
    await send("POST", "/users", { body: given });
    await session.signIn(given.email, given.password);
    go(next, { replace: true });
  }, TEXTS);
  at.show(door("sign-up", next, "Create an account", made));
}

function door(current, next, title, ...content) {
  const tab = ([path, name]) => h("a", { href: `${path}?next=${encodeURIComponent(next)}`, "aria-current": path === current ? "page" : null }, name);
  const why = current === "sign-in" && next.startsWith("orders") && notice("", "Please sign in first");
  return h("div.door", h("h1", title),
    h("nav.tabs", { "aria-label": "Sign in or sign up" }, [["sign-in", "Sign in"], ["sign-up", "Create an account"]].map(tab)),
    why, ...content);
}

/** The page that asked for a sign-in: a path of this shop and never another address. */
function whereNext(at) {
  const next = at.query.get("next") ?? "";
  return /^[a-z][a-z0-9/-]*$/.test(next) && !next.startsWith("sign-") ? next : "./";
}
