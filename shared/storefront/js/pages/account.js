/** A person's own account: name and e-mail, password, second factor, and the ways out. */
import { fill, h, icon } from "../dom.js";
import { go } from "../router.js";
import * as session from "../session.js";
import { ask, block, busy, field, form, lines, notice, sentence, toast } from "../ui.js";
import { secondFactor } from "./second_factor.js";
import { code, email, password, RULE } from "./sign_in.js";

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
  return [
    h("div.account-head", h("div", h("h1", "Account"), h("p.soft", user.email)), out),
    h("div.account",
      h("section", h("h2", "Name and email"), profile(user)),
      h("section", h("h2", "Password"), changePassword(user)),
      h("section", h("h2", "Two-step sign-in"), secondFactor(at)),
      h("section.stack", h("h2", "Other devices"),
        h("p.soft", "Left your account open on another device? This ends every session, here too."),
        h("div", h("button.button.button-quiet", { type: "button", onclick: everywhere }, "Sign out everywhere")),
        h("h2", "Delete the account"),
        h("p.soft", "Your cart, messages, and sign-in are deleted. Orders stay on our books, without your address once they're done."),
        h("div", h("button.link.link-no", { type: "button", onclick: remove }, "Delete my account")))),
  ];
}

const leave = (button) => busy(button, () => session.signOut()).catch((problem) => button.after(notice("no", "You're still signed in", sentence(problem))));

function profile(user) {
  const fields = [field("Name", { name: "name", autocomplete: "name", value: user.name, required: true, maxlength: 200 }), email(user.email)];
  return form({}, fields, "Save", async ({ name, email }) => {
    await recently(() => session.call("PUT", `/users/${user.id}`, { body: { name, email } }));
    await session.reread();
    toast(icon("tick"), "Saved.");
  }, { 409: "Another account has this email address." });
}

const changePassword = (user) => form({}, [
  password("current-password", { name: "current", label: "Current password" }),
  password("new-password", { name: "new", label: "New password", hint: RULE }),
], "Change password", async (given) => {
  await session.call("PUT", `/users/${user.id}/password`, { body: given });
  session.leave();
  toast(icon("tick"), "Your password is changed. Sign in with the new one.");
}, { current: "That isn't your current password." });

/** A password that is set anew ends all sessions (openapi.yaml); it may be the same one. */
const everywhere = () => ask("Sign out everywhere", "Type your password. Every device has to sign in again.", [password()], "Sign out everywhere", async (given) => {
  const body = { current: given.password, new: given.password };
  await session.call("PUT", `/users/${session.user().id}/password`, { body });
  session.leave();
  return true;
}, { 422: "That isn't your password." });

const remove = () => ask("Delete your account?", "There is no way back.", [], "Delete my account", async () => {
  await recently(() => session.call("DELETE", `/users/${session.user().id}`));
  session.leave();
  go("./");
  toast(icon("tick"), "Your account is deleted.");
  return true;
}, { 409: "You are the last member of the staff, so the account has to stay." });

/** Does what needs a recent sign-in; asks for the password if the last one is too long ago. */
export async function recently(work) {
  try {
    return await work();
  } catch (problem) {
    if (!problem.wantsSignIn) throw problem;
    const user = session.user();
    const fields = [password(), user.mfa_enabled && code()].filter(Boolean);
    const done = await ask("Is it you?", "This can't be undone by somebody who finds your screen unlocked, so please type your password again.", fields, "Continue",
      async (given) => Boolean(await session.signIn(user.email, given.password, given.otp)), { 401: "The password or the code is wrong." });
    if (!done) throw problem;
    return work();
  }
}
