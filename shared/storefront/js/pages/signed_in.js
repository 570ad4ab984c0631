/** Where an identity provider sends people back to: signs them in, or links the identity. */
import { fill, h } from "../dom.js";
import { NAME, returned } from "../elsewhere.js";
import { form, sentence } from "../forms.js";
import { go } from "../router.js";
import * as session from "../session.js";
import { lines, notice, toast } from "../ui.js";
import { recently } from "./account.js";
import { code } from "./sign_in.js";

const again = (path, text) => h("p", h("a.button", { href: path }, text));
const TAKEN = `There's already an account with your email address. Sign in with your password, then link ${NAME} on your account page.`;
const WRONG = {
  401: "This sign-in was used before, or took too long. Please start again.",
  409: TAKEN,
  422: `${NAME} hasn't verified your email address, so we can't open an account with it.`,
};
const WRONG_LINK = { 409: `${NAME} is linked with an account already.`, 422: WRONG[401] };

export async function signedIn(at) {
  const answer = returned(at.query);
  history.replaceState(history.state, "", "signed-in"); // a code doesn't belong in the history
  at.title("Sign in");
  const place = h("div.stack", { "aria-busy": true }, lines(2));
  at.show(h("div.door", h("h1", `Signing in with ${NAME}`), place));
  if (!answer) return fill(place, notice("no", "This sign-in didn't start here", "For your safety, start it from our sign-in page."), again("sign-in", "Sign in"));
  if (!answer.code) return go(answer.linking ? "account" : "sign-in", { replace: true });
  await (answer.linking ? link(place, answer) : enter(place, answer));
}

async function link(place, { state, code }) {
  try {
    await recently(() => session.call("POST", `/users/${session.user().id}/identities`, { body: { state, code } }));
    go("account", { replace: true });
    toast(`${NAME} is linked. You can sign in with it from now on.`);
  } catch (problem) {
    fill(place, notice("no", "Nothing was linked", WRONG_LINK[problem.status] ?? sentence(problem)), again("account", "Back to your account"));
  }
}

async function enter(place, answer, otp) {
  try {
    await session.signInElsewhere(answer.state, answer.code, otp);
  } catch (problem) {
    if (otp) throw problem;
    if (problem.wantsSignIn) return fill(place, second(place, answer));
    return fill(place, notice("no", "You're not signed in", WRONG[problem.status] ?? sentence(problem)), problem.passes && retry(place, answer), again("sign-in", "Sign in another way"));
  }
  go(answer.next === "./" && session.isStaff() ? "staff" : answer.next, { replace: true });
}

const second = (place, answer) => form({}, [h("p.soft", "One more step: your account uses two-step sign-in."), code()], "Sign in",
  ({ otp }) => enter(place, answer, otp.replaceAll(" ", "")), { 401: "Wrong one-time code. A code works only once." });

const retry = (place, answer) => h("button.button", { type: "button", onclick: () => enter(place, answer) }, "Try again");
