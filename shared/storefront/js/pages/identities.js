/** Other ways to sign in: the identities that are linked with an account. */
import { fill, h } from "../dom.js";
import { isOffered, leaveFor, NAME } from "../elsewhere.js";
import { busy, sentence } from "../forms.js";
import * as session from "../session.js";
import { notice, toast } from "../ui.js";
import { recently } from "./account.js";

const LAST = `You have no password, so this is your only way to sign in. It stays.`;
const address = () => `/users/${session.user().id}/identities`;

export function identities() {
  const place = h("div.stack", { "aria-busy": true });
  show(place);
  return place;
}

async function show(place) {
  const listed = session.call("GET", address()).then((answer) => answer.data, () => []);
  const [found, offered] = await Promise.all([listed, isOffered()]);
  place.removeAttribute("aria-busy");
  const link = h("button.button.button-quiet", { type: "button", onclick: () => attempt(link, () => recently(() => leaveFor({ next: "account", linking: true }))) }, `Link ${NAME}`);
  const about = offered ? "Sign in with an account you have elsewhere, instead of your password." : "This shop has no other way to sign in.";
  fill(place, h("p.soft", about), found.length > 0 && h("ul.stack", found.map((each) => line(place, each))), offered && h("div", link));
}

function line(place, { id, email, subject }) {
  const name = email ?? subject;
  const unlink = h("button.link.link-no", { type: "button", "aria-label": `Unlink ${name}`, onclick: () => attempt(unlink, async () => {
    await recently(() => session.call("DELETE", `${address()}/${id}`));
    toast(`${NAME} is unlinked.`);
    await show(place);
  }) }, "Unlink");
  return h("li", `${NAME}: ${name} `, unlink);
}

const attempt = (button, work) => busy(button, work).catch((problem) => {
  button.after(notice("no", "That didn't work", problem.status === 409 ? LAST : sentence(problem)));
});
