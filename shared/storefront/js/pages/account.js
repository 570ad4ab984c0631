/** The user's own account: name, e-mail, password, second factor, sign-out, and deletion. */
import { h, icon } from "../dom.js";
import { ask, busy, form, sentence } from "../forms.js";
import { isOffered, leaveFor, NAME } from "../elsewhere.js";
import { go, here } from "../router.js";
import * as session from "../session.js";
import { block, lines, notice, toast } from "../ui.js";
import { identities } from "./identities.js";
import { secondFactor } from "./second_factor.js";
import { code, email, fullName, newPassword, password, WRONG } from "./sign_in.js";

export async function account(at) {
  at.title("Account");
  const page = h("div.desk", { "aria-busy": true }, h("h1", "Account"), lines(4));
  at.show(page);
  await block(page, at.signal, async () => {
    if (session.user().unknown) await session.reread();
    return shown(at);
  });
  at.settled();
}

function shown(at) {
  const user = session.user();
  const out = h("button.button.button-quiet", { type: "button", onclick: () => leave(out) }, "Sign out");
  const who = h("p.soft", user.email);
  return [
    h("div.account-head", h("div", h("h1", "Account"), who), out),
    h("div.account",
      h("section", h("h2", "Your details"), profile(user, who)),
      h("section", h("h2", "Password"), ...(user.has_password ? [changePassword(user)] : firstPassword(user))),
      h("section", h("h2", "Two-step sign-in"), secondFactor(at)),
      h("section", h("h2", "Other ways to sign in"), identities()),
      user.has_password && h("section", h("h2", "Other devices"),
        h("p.soft", "Left your account open on another device? This signs you out everywhere, including here."),
        h("div", h("button.button.button-quiet", { type: "button", onclick: everywhere }, "Sign out everywhere"))),
      h("section", h("h2", "Delete your account"),
        h("p.soft", "This deletes your cart, your messages, and your sign-in. Your orders stay on our books, without your address once they're done."),
        h("div", h("button.link.link-no", { type: "button", onclick: remove }, "Delete my account")))),
  ];
}

const leave = (button) => busy(button, () => session.signOut()).catch((problem) => button.after(notice("no", "You're still signed in", sentence(problem))));

function profile(user, who) {
  return form({}, [fullName(user.name), email(user.email)], "Save", async ({ name, email }) => {
    await recently(() => session.call("PUT", `/users/${user.id}`, { body: { name, email } }));
    await session.reread();
    who.textContent = session.user().email;
    toast(icon("tick"), "Saved.");
  }, { ...WRONG, 409: "Another account has this email address." });
}

const changePassword = (user) => form({}, [
  password("current-password", { name: "current", label: "Current password" }),
  newPassword({ name: "new", label: "New password" }),
], "Change password", async (given) => {
  await session.call("PUT", `/users/${user.id}/password`, { body: given });
  session.leave();
  toast(icon("tick"), "Your password is changed. Sign in with the new one.");
}, { new: WRONG.password, current: "That isn't your current password." });

/** For a person who signs in with an identity provider only. */
const firstPassword = (user) => [
  h("p.soft", `You sign in with ${NAME} and have no password. With one, you can sign in without ${NAME}. Choosing it signs you out everywhere, including here.`),
  form({}, [newPassword({ name: "new", label: "New password" })], "Choose a password", async (given) => {
    await recently(() => session.call("PUT", `/users/${user.id}/password`, { body: given }));
    session.leave();
    toast(icon("tick"), "You have a password now. Sign in with it.");
  }, { new: WRONG.password }),
];

/** Changes the password, which ends all sessions (openapi.yaml), even if it is the same one. */
const everywhere = () => ask("Sign out everywhere?", "Every device, including this one, has to sign in again. Enter your password to confirm.", [password()], "Sign out everywhere", async (given) => {
  const body = { current: given.password, new: given.password };
  await session.call("PUT", `/users/${session.user().id}/password`, { body });
  session.leave();
  return true;
}, { 422: "That isn't your password." });

const remove = () => ask("Delete your account?", "You can't undo this.", [], "Delete my account", async () => {
  await recently(() => session.call("DELETE", `/users/${session.user().id}`));
  session.leave();
  go("./");
  toast(icon("tick"), "Your account is deleted.");
  return true;
}, { 409: "You're the only admin, so this account can't be deleted." });

/** Runs an operation that needs a recent sign-in; asks for the password, or for another sign-in
 * with the provider, if it is too old. */
export async function recently(work) {
  try {
    return await work();
  } catch (problem) {
    if (!problem.wantsSignIn) throw problem;
    const user = session.user();
    if (!user.has_password) return leaveAgain(problem);
    const instead = await isOffered() && h("p.note", h("button.link", { type: "button", onclick: () => leaveFor({ next: here() }) }, `Use ${NAME} instead`));
    const fields = [password(), user.mfa_enabled && code(), instead].filter(Boolean);
    const done = await ask("Confirm it's you", "This step needs your password again, in case someone finds your screen unlocked.", fields, "Continue",
      async (given) => Boolean(await session.signIn(user.email, given.password, given.otp)), { 401: "Wrong password or code." });
    if (!done) throw problem;
    return work();
  }
}

async function leaveAgain(problem) {
  await ask("Confirm it's you", `This step needs another sign-in with ${NAME}. You come back here afterwards.`, [], `Continue to ${NAME}`, () => leaveFor({ next: here() }));
  throw problem;
}
