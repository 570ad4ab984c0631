/** Sign in, with a one-time code where the account has one, and sign up. */
import { send } from "../api.js";
import { fill, h } from "../dom.js";
import { isOffered, leaveFor, NAME } from "../elsewhere.js";
import { busy, field, form, sentence } from "../forms.js";
import { go } from "../router.js";
import * as session from "../session.js";
import { notice } from "../ui.js";

const HOME = "./";
const IF_ANY = "Leave this empty unless you use two-step sign-in.";
const WITH_CODE = "with-code"; // in localStorage: the last sign-in here took a code
const SHORTEST = 10; // characters of a password
const LONGEST = 128;
const IN_USE = "There's already an account with this email address. ";

/** The text for each field error from the shop. */
export const WRONG = {
  email: "Enter an email address like name@example.com.",
  password: (typed) => (typed.length > LONGEST ? `Use at most ${LONGEST} characters.` : "Too many people use this password. Choose another one."),
};

export const fullName = (value) => field("Name", { name: "name", autocomplete: "name", required: true, maxlength: 200, value }, { empty: "Enter your name." });
export const email = (value) => field("Email", { name: "email", type: "email", autocomplete: "username", required: true, value }, { empty: "Enter your email address." });
export const password = (autocomplete = "current-password", { label = "Password", name = "password", ...more } = {}, rules = {}) =>
  field(label, { name, type: "password", autocomplete, required: true, ...more }, { empty: "Enter your password.", ...rules });
export const newPassword = (more) => password("new-password", { minlength: SHORTEST, ...more }, {
  hint: `At least ${SHORTEST} characters. A few random words work well.`, empty: "Choose a password.", short: `Use at least ${SHORTEST} characters.` });
export const code = (hint) => field("One-time code", { name: "otp", class: "code", inputmode: "numeric", autocomplete: "one-time-code", maxlength: 6, pattern: "[0-9]{6}", required: !hint }, { hint, empty: "Enter the six-digit code." });

export function signIn(at) {
  const next = whereNext(at);
  if (session.user()) return go(next, { replace: true });
  at.title("Sign in");
  const second = h("div.stack");
  const showCode = (hint) => {
    reveal.remove();
    if (!second.firstChild) fill(second, code(hint));
  };
  const reveal = h("button.link", { type: "button", onclick: () => (showCode(IF_ANY), second.querySelector("input").focus()) }, "I have a one-time code");
  if (localStorage.getItem(WITH_CODE)) showCode(IF_ANY);
  const made = form({}, [email(), password(), second], "Sign in", async (given, form) => {
    try {
      await session.signIn(given.email, given.password, given.otp?.replaceAll(" ", ""));
    } catch (problem) {
      if (problem.status === 401) showCode(IF_ANY);
      throw problem;
    }
    given.otp ? localStorage.setItem(WITH_CODE, "") : localStorage.removeItem(WITH_CODE);
    go(next === HOME && session.isStaff() ? "staff" : next, { replace: true });
  }, { 401: "Wrong email, password, or one-time code. A code works only once." });
  at.show(door("sign-in", next, "Sign in", made, !second.firstChild && h("p.note", reveal)));
}

export function signUp(at) {
  const next = whereNext(at);
  if (session.user()) return go(next, { replace: true });
  at.title("Create an account");
  const instead = h("a", { href: `sign-in?next=${encodeURIComponent(next)}` }, "Sign in instead");
  const made = form({}, [fullName(), email(), newPassword()], "Create account", async (given) => {
    await send("POST", "/users", { body: given });
    await session.signIn(given.email, given.password);
    go(next, { replace: true });
  }, { ...WRONG, 409: [IN_USE, instead] });
  at.show(door("sign-up", next, "Create an account", made));
}

function door(current, next, title, ...content) {
  const tab = ([path, name]) => h("a", { href: `${path}?next=${encodeURIComponent(next)}`, "aria-current": path === current ? "page" : null }, name);
  const why = current === "sign-in" && ![HOME, "cart"].includes(next) && notice("", "Please sign in first");
  return h("div.door", h("h1", title),
    h("nav.tabs", { "aria-label": "Sign in or sign up" }, [["sign-in", "Sign in"], ["sign-up", "Create an account"]].map(tab)),
    why, ...content, elsewhere(next));
}

function elsewhere(next) {
  const leave = () => busy(button, () => leaveFor({ next })).catch((problem) => button.after(notice("no", `${NAME} isn't available`, problem.status === 503 ? "You can sign in with your password." : sentence(problem))));
  const button = h("button.button.button-quiet", { type: "button", onclick: leave }, `Sign in with ${NAME}`);
  const place = h("div.stack");
  isOffered().then((yes) => yes && fill(place, h("p.note", "or"), button));
  return place;
}

/** The page that required the sign-in: a path of this shop, never another site's URL. */
function whereNext(at) {
  const next = at.query.get("next") ?? "";
  return /^[a-z][a-z0-9/-]*$/.test(next) && !next.startsWith("sign-") ? next : HOME;
}
